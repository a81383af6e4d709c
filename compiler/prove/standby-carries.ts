import { standbyCutsFlow } from "../diagnostics/codes/prove.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { LinkGraph } from "../model/route.ts";
import type { Flow, Link, Topology } from "../model/topology.ts";
import { whyNotCarried } from "./carries.ts";
import { eventName } from "./every-flow-arrives.ts";
import { waysBetween } from "./ways.ts";

interface Cut {
  readonly link: Link;
  readonly target: string;
  readonly flow: Flow;
  more: number;
}

/** Warns of each link that, on a standby target, cuts flows which arrive otherwise. */
export function standbyCarries(topology: Topology, graph: LinkGraph, report: Reporter): void {
  if (!topology.links.some((link) => link.standby.length > 0)) return;
  const cuts = new Map<string, Cut>();
  for (const flow of topology.flows) {
    for (const cut of cutsOf(topology, graph, flow)) {
      const key = `${cut.link.name} ${cut.target}`;
      const known = cuts.get(key);
      if (known) known.more += 1;
      else cuts.set(key, { ...cut, flow, more: 0 });
    }
  }
  for (const { link, target, flow, more } of cuts.values()) {
    const names = { publisher: flow.publisher.name, subscriber: flow.subscriber.name };
    const index = 1 + link.standby.indexOf(target);
    const at = { path: ["brokers", link.from, "uplink", index] };
    report.report(standbyCutsFlow, { link: link.name, target, event: eventName(flow), ...names, more }, at);
  }
}

/** The standby targets that cut a flow, each once. */
function cutsOf(
  topology: Topology,
  graph: LinkGraph,
  flow: Flow,
): readonly { readonly link: Link; readonly target: string }[] {
  const cuts = new Map<string, { link: Link; target: string }>();
  for (const way of waysBetween(graph, flow.publisher.broker.name, flow.subscriber.broker.name)) {
    const [first] = way.standby;
    if (!first || (way.path && whyNotCarried(topology, flow.event, way.path) === undefined)) continue;
    cuts.set(`${first.link.name} ${first.target}`, first);
  }
  return [...cuts.values()];
}
