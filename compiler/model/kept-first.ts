import type { Event } from "./mesh.ts";
import { activeClimb, linkGraph } from "./route.ts";
import type { Topology } from "./topology.ts";

/**
 * Tells the name of the stream that first keeps an event which is published at a broker, while every link is on its
 * active target: at the first edge on the way up that keeps it, else at home. `undefined` where it is not stored.
 */
export function keptFirst({
  links,
  streams,
  sources,
}: Pick<Topology, "links" | "streams" | "sources">): (event: Event, broker: string) => string | undefined {
  const graph = linkGraph(links);
  const homes = new Map(streams.flatMap(({ name, events }) => events.map((event) => [event, name] as const)));
  return (event, broker) => {
    const kept = sources.filter(({ events }) => events.includes(event));
    const climb = kept.length > 0 ? [...activeClimb(graph, broker).keys()] : [];
    const at = climb.find((name) => kept.some((source) => source.broker === name));
    return kept.find((source) => source.broker === at)?.name ?? homes.get(event);
  };
}
