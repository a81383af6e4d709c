import type { AbstractMesh } from "./abstract-mesh.ts";
import { mayCross } from "./crossing.ts";
import { engineOf } from "./unlike-engines.ts";
import type { Catalog } from "./uses.ts";
import type { DecidedSource, DecidedStream, Finding } from "./verdict.ts";
import type { Wiring } from "./wiring.ts";
import { isHub } from "./wiring.ts";

/**
 * What edges below other edges keep, and homes elsewhere than where those others can come to hang on: NATS asks through
 * a gateway for what an edge keeps that dials a hub, not for what one below it keeps. Links that let none of it through
 * do not count.
 */
export function drawingFindings(
  { mesh, events: known }: Catalog,
  wiring: Wiring,
  streams: readonly DecidedStream[],
  sources: readonly DecidedSource[],
): readonly Finding[] {
  return sources
    .filter(({ broker, stream, events }) => {
      if (engineOf(mesh, broker) !== "nats") return false;
      const kept = known.filter(({ id }) => events.includes(id));
      const dialed = (at: string) =>
        targetsOf(wiring, at).filter((target) => kept.some((event) => mayCross(mesh, event, at, target)));
      const home = streams.find(({ name }) => name === stream)?.home;
      const edges = dialed(broker).filter((name) => name !== broker && isEdge(mesh, name));
      return edges.some((edge) => topsOf(mesh, dialed, edge).some((hub) => hub !== home));
    })
    .map(({ broker, stream }) => ({ category: "notDrawnUp", names: [broker, stream] }));
}

/** Hubs that an edge can come to hang on, over all targets. */
function topsOf(
  mesh: AbstractMesh,
  dialed: (broker: string) => readonly string[],
  edge: string,
): readonly string[] {
  const above = new Set([edge]);
  for (const at of above) {
    if (!isHub(mesh, at)) for (const target of dialed(at)) above.add(target);
  }
  return [...above].filter((name) => name in mesh.brokers && isHub(mesh, name));
}

function isEdge(mesh: AbstractMesh, name: string): boolean {
  return name in mesh.brokers && !isHub(mesh, name);
}

function targetsOf({ leaves }: Wiring, broker: string): readonly string[] {
  return leaves.filter(({ dialer }) => dialer === broker).flatMap(({ targets }) => targets);
}
