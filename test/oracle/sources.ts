import type { AbstractMesh } from "./abstract-mesh.ts";
import { mayCross } from "./crossing.ts";
import { isStored, replicasAt } from "./stored-terms.ts";
import type { PlainEvent } from "./topics.ts";
import { engineOf } from "./unlike-engines.ts";
import type { Catalog, Use } from "./uses.ts";
import type { DecidedSource, DecidedStream } from "./verdict.ts";
import type { Wiring } from "./wiring.ts";
import { isHub } from "./wiring.ts";

/**
 * Whether a broker would store an event that is published there or comes up to it, and not let it go on as it is: an
 * edge with storage, or any edge where the event may not be lost while that is cut off. A Mosquitto has no streams.
 */
export function wouldKeep(mesh: AbstractMesh, broker: string, event: PlainEvent): boolean {
  if (!isStored(event) || isHub(mesh, broker) || engineOf(mesh, broker) !== "nats") return false;
  return mesh.brokers[broker]?.storage !== undefined || event.offline !== undefined;
}

/** What edges that store keep: of each stream what is published there, or stops there on its way up. */
export function decideSources(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  wiring: Wiring,
  streams: readonly DecidedStream[],
): readonly DecidedSource[] {
  const { mesh, events } = catalog;
  const stops = new Map(events.map((event) => [event.id, stopsOf(mesh, uses, wiring, event)]));
  return streams
    .flatMap((stream) =>
      Object.keys(mesh.brokers).map((broker): DecidedSource => ({
        name: `${stream.name}_from_${broker}`,
        stream: stream.name,
        broker,
        events: stream.events.filter((event) => stops.get(event)?.includes(broker)),
        replicas: replicasAt(mesh, broker),
      })),
    )
    .filter((source) => source.events.length > 0)
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** Whether an edge keeps an event that is published now. */
export function keeps(sources: readonly DecidedSource[], edge: string, event: string): boolean {
  return sources.some(({ broker, events }) => broker === edge && events.includes(event));
}

/** Follows an event up from everyone who publishes it, over every target, until it meets an edge that would keep it. */
function stopsOf(
  mesh: AbstractMesh,
  uses: ReadonlyMap<string, Use>,
  { leaves }: Wiring,
  event: PlainEvent,
): readonly string[] {
  const publishers = [...uses.values()].filter(({ publish }) => publish.has(event.id));
  const reached = new Set(publishers.flatMap(({ places }) => places));
  for (const at of reached) {
    if (wouldKeep(mesh, at, event)) continue;
    const targets = leaves.filter(({ dialer }) => dialer === at).flatMap((leaf) => leaf.targets);
    for (const target of targets) if (mayCross(mesh, event, at, target)) reached.add(target);
  }
  return [...reached].filter((broker) => wouldKeep(mesh, broker, event));
}
