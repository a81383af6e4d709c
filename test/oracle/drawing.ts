import type { AbstractMesh } from "./abstract-mesh.ts";
import type { DecidedSource, DecidedStream, Finding } from "./verdict.ts";
import type { Wiring } from "./wiring.ts";
import { isHub } from "./wiring.ts";

/**
 * What edges below other edges keep, and homes elsewhere than where those others can come to hang on: NATS asks through
 * a gateway for what an edge keeps that dials a hub, not for what one below it keeps.
 */
export function drawingFindings(
  mesh: AbstractMesh,
  wiring: Wiring,
  streams: readonly DecidedStream[],
  sources: readonly DecidedSource[],
): readonly Finding[] {
  return sources
    .filter(({ broker, stream }) => {
      const home = streams.find(({ name }) => name === stream)?.home;
      const edges = dialed(wiring, broker).filter((name) => name !== broker && isEdge(mesh, name));
      return edges.some((edge) => topsOf(mesh, wiring, edge).some((hub) => hub !== home));
    })
    .map(({ broker, stream }) => ({ category: "notDrawnUp", names: [broker, stream] }));
}

/** Hubs that an edge can come to hang on, over all targets. */
function topsOf(mesh: AbstractMesh, wiring: Wiring, edge: string): readonly string[] {
  const above = new Set([edge]);
  for (const at of above) {
    if (!isHub(mesh, at)) for (const target of dialed(wiring, at)) above.add(target);
  }
  return [...above].filter((name) => name in mesh.brokers && isHub(mesh, name));
}

function isEdge(mesh: AbstractMesh, name: string): boolean {
  return name in mesh.brokers && !isHub(mesh, name);
}

function dialed({ leaves }: Wiring, broker: string): readonly string[] {
  return leaves.filter(({ dialer }) => dialer === broker).flatMap(({ targets }) => targets);
}
