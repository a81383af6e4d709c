import type { Reporter } from "../../../compiler/diagnostics/reporter.ts";
import { linkGraph, type LinkGraph } from "../../../compiler/model/route.ts";
import type { Link, Source, Topology } from "../../../compiler/model/topology.ts";
import { notDrawnUp } from "./diagnostics.ts";

/**
 * Checks that the homes of what an edge keeps can draw it up. A request for events that came over a gateway is answered
 * by an edge that dials a hub, and by none below another edge: the answer's subject is known one leaf link deep only
 * (2.10 to 2.15).
 */
export function checkDrawing(topology: Topology, edge: string, report: Reporter): void {
  const kept = topology.sources.filter(({ broker }) => broker === edge);
  if (kept.length === 0) return;
  const graph = linkGraph(topology.links);
  for (const source of kept) {
    const hub = hubAside(topology, graph, source);
    if (hub === undefined) continue;
    const names = { edge, stream: source.stream.name, home: source.stream.home, hub };
    report.report(notDrawnUp, names, { path: ["brokers", edge], on: "key" });
  }
}

/** A hub other than the home that the edges above an edge can come to hang on, over links that what it keeps takes. */
function hubAside(topology: Topology, graph: LinkGraph, source: Source): string | undefined {
  const targetsOf = (at: string) =>
    (graph.dialed.get(at) ?? []).flatMap((link) => drawnOver(topology, link, source));
  const isEdge = (at: string) => topology.brokers.get(at)?.role === "edge";
  const above = new Set(targetsOf(source.broker).filter(isEdge));
  const hubs = new Set<string>();
  // A set hands out what is added while it is walked.
  for (const at of above) for (const target of targetsOf(at)) (isEdge(target) ? above : hubs).add(target);
  return [...hubs].find((hub) => hub !== source.stream.home);
}

/** Targets of a link at which what an edge keeps is drawn up. */
function drawnOver({ identities }: Topology, link: Link, source: Source): readonly string[] {
  const uses = identities.find(({ name }) => name === `link.${link.name}`)?.uses;
  return [link.to, ...link.standby].filter((target) => uses?.get(target)?.sources.includes(source));
}
