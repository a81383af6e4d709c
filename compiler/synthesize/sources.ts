import { sortedByName } from "../model/compare.ts";
import type { Event, Mesh } from "../model/mesh.ts";
import type { Source, Stream } from "../model/topology.ts";
import { keepsFirst, type Keeper } from "./keeps-first.ts";
import { type Children, type MayPass, needsAtBrokers, needsBelow, type PlacesOf } from "./needs.ts";
import { replicasOf } from "./replicas-of.ts";

/**
 * What edges keep of the mesh's streams, sorted by name: each event at the first broker on its way up that keeps it.
 * It does not cross that broker's uplink as it was published; else the home would store it twice, and what comes down
 * would be kept and drawn up again (a stream takes in whatever reaches its subjects, 2.10 to 2.15).
 */
export function synthesizeSources(
  mesh: Mesh,
  placesOf: PlacesOf,
  keepers: ReadonlyMap<string, Keeper>,
  streams: readonly Stream[],
  children: Children,
  mayCross: MayPass<Event>,
): readonly Source[] {
  const keeps = (at: string, event: Event) => {
    const keeper = keepers.get(at);
    return keeper !== undefined && keepsFirst(keeper, event);
  };
  const mayPass: MayPass<Event> = (event, from, to) =>
    !keeps(from, event) && mayCross(event, from, to, "publish");
  const below = needsBelow(needsAtBrokers(mesh, placesOf, "everything"), children, mayPass);
  const sources: Source[] = [];
  for (const { broker } of keepers.values()) {
    const come = below.get(broker.name)?.publish ?? new Set();
    for (const stream of streams) {
      const events = stream.events.filter((event) => come.has(event) && keeps(broker.name, event));
      if (events.length === 0) continue;
      const name = `${stream.name}_from_${broker.name}`;
      sources.push({ name, stream, broker: broker.name, events, replicas: replicasOf(broker) });
    }
  }
  return sortedByName(sources);
}

/** Which events each edge keeps before their homes do. */
export function keptByEdge(sources: readonly Source[]): ReadonlyMap<string, ReadonlySet<Event>> {
  const kept = new Map<string, Set<Event>>();
  for (const { broker, events } of sources) {
    const known = kept.get(broker) ?? new Set<Event>();
    kept.set(broker, known);
    for (const event of events) known.add(event);
  }
  return kept;
}
