import type { Event } from "../model/mesh.ts";
import type { LinkGraph } from "../model/route.ts";
import type { Topology } from "../model/topology.ts";
import { mayStep } from "./carries.ts";

/** Tells which brokers can be the first to keep an event that is published at a broker, over all choices of targets. */
export type FirstKeepers = (event: Event, broker: string) => ReadonlySet<string>;

/** What edges keep goes no further as it was published; what none of them keeps is kept at home. */
export function firstKeepers(topology: Topology, graph: LinkGraph): FirstKeepers {
  const { sources, streams } = topology;
  const homes = new Map(streams.flatMap(({ home, events }) => events.map((event) => [event, home] as const)));
  const keepersOf = (event: Event) =>
    new Set(sources.filter(({ events }) => events.includes(event)).map(({ broker }) => broker));
  return (event, broker) => {
    const keepers = keepersOf(event);
    const found = new Set<string>();
    const passed = new Set([broker]);
    // A set hands out what is added while it is walked.
    for (const at of passed) {
      const targets = (graph.dialed.get(at) ?? []).flatMap(({ to, standby }) => [to, ...standby]);
      if (keepers.has(at)) found.add(at);
      else if (targets.length === 0) found.add(homes.get(event) ?? at);
      else for (const target of targets) if (mayStep(topology, event, at, target)) passed.add(target);
    }
    return found;
  };
}
