import { activeClimb, type Climb, join, type LinkGraph } from "./route.ts";

/** Finds active paths, none where there is no way; climbs and paths are shared between the many flows of one pair of brokers. */
export function pathFinder(graph: LinkGraph): (from: string, to: string) => readonly string[] {
  const climbs = new Map<string, Climb>();
  const paths = new Map<string, readonly string[]>();
  const climbOf = (broker: string) => {
    const known = climbs.get(broker) ?? activeClimb(graph, broker);
    climbs.set(broker, known);
    return known;
  };
  return (from, to) => {
    const key = `${from} ${to}`;
    const path = paths.get(key) ?? join(graph, climbOf(from), climbOf(to)) ?? [];
    paths.set(key, path);
    return path;
  };
}
