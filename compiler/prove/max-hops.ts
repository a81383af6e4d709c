import { tooManyHops } from "../diagnostics/codes/prove.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { Policy } from "../model/mesh.ts";
import type { LinkGraph } from "../model/route.ts";
import type { Flow, Topology } from "../model/topology.ts";
import { whyNotCarried } from "./carries.ts";
import { eventName } from "./every-flow-arrives.ts";
import { judges } from "./in-scope.ts";
import { waysBetween } from "./ways.ts";

/** Proves that no flow in scope crosses more links than allowed, whichever standby targets are active. */
export function maxHops(
  policy: Policy,
  limit: number,
  topology: Topology,
  graph: LinkGraph,
  today: string,
  report: Reporter,
): void {
  for (const flow of topology.flows) {
    if (!judges(policy, { event: flow.event, sides: [flow.publisher, flow.subscriber] }, today)) continue;
    const path = firstLongWay(flow, limit, topology, graph);
    if (!path) continue;
    report.report(
      { ...tooManyHops, severity: policy.severity },
      {
        policy: policy.name,
        limit,
        event: eventName(flow),
        publisher: flow.publisher.name,
        subscriber: flow.subscriber.name,
        path,
      },
      { path: ["policies", policy.name], on: "key" },
    );
  }
}

function firstLongWay(
  flow: Flow,
  limit: number,
  topology: Topology,
  graph: LinkGraph,
): readonly string[] | undefined {
  for (const { path } of waysBetween(graph, flow.publisher.broker.name, flow.subscriber.broker.name)) {
    if (!path || path.length - 1 <= limit) continue;
    if (whyNotCarried(topology, flow.event, path) === undefined) return path;
  }
  return undefined;
}
