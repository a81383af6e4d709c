import { publicationNotStored } from "../diagnostics/codes/streams.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { Application, Event } from "../model/mesh.ts";
import { activeClimb, join, type LinkGraph } from "../model/route.ts";
import type { Stream, Topology } from "../model/topology.ts";
import { whyNotCarried } from "./carries.ts";
import { eventName } from "./every-flow-arrives.ts";

/** Proves that what is published of stored events comes to their home, whether or not anybody reads them. */
export function everyPublicationIsStored(topology: Topology, graph: LinkGraph, report: Reporter): void {
  const streamOf = new Map(
    topology.streams.flatMap((stream) => stream.events.map((event) => [event, stream] as const)),
  );
  for (const application of topology.mesh.applications.values()) {
    for (const { index, accesses } of application.publish) {
      for (const event of new Set(accesses.map((access) => access.event))) {
        const stream = streamOf.get(event);
        const fault = stream && faultOf(topology, graph, application, event, stream);
        if (!fault) continue;
        const names = { event: eventName(event), publisher: application.name, home: stream.home };
        const at = { path: ["applications", application.name, "publish", index] };
        report.report(publicationNotStored, { ...names, ...fault }, at);
      }
    }
  }
}

function faultOf(
  topology: Topology,
  graph: LinkGraph,
  application: Application,
  event: Event,
  { home }: Stream,
): { readonly path: readonly string[]; readonly why: string } | undefined {
  const path = join(graph, activeClimb(graph, application.broker.name), activeClimb(graph, home)) ?? [];
  const why = path.length === 0 ? "their brokers are not linked" : whyNotCarried(topology, event, path);
  return why === undefined ? undefined : { path, why };
}
