import { pairKey } from "./pair-key.ts";
import type { Link } from "./topology.ts";

/** The links of a mesh, arranged for finding ways through it. */
export interface LinkGraph {
  /** Links that a broker dials towards the hubs, by broker. */
  readonly dialed: ReadonlyMap<string, readonly Link[]>;
  /** Links of the backbone by `pairKey`; each reaches one broker farther and no more. */
  readonly backbone: ReadonlyMap<string, Link>;
}

/** Sorts links by what their kind says of the graph that they form. */
export function linkGraph(links: readonly Link[]): LinkGraph {
  const dialed = new Map<string, Link[]>();
  const backbone = new Map<string, Link>();
  for (const link of links) {
    if (link.kind.shape === "full-mesh") backbone.set(pairKey(link.from, link.to), link);
    else dialed.set(link.from, [...(dialed.get(link.from) ?? []), link]);
  }
  return { dialed, backbone };
}

/** A broker's way towards the backbone, the broker itself first, with the position of each in it. */
export type Climb = ReadonlyMap<string, number>;

/** A broker, what it dials first, what that dials first, and so on. Ends where a circle would close. */
export function activeClimb(graph: LinkGraph, broker: string): Climb {
  const climb = new Map<string, number>();
  for (let next: string | undefined = broker; next !== undefined && !climb.has(next);) {
    climb.set(next, climb.size);
    next = graph.dialed.get(next)?.[0]?.to;
  }
  return climb;
}

/**
 * The way of an event between two brokers: up to where the climbs of both meet, or over one backbone link between
 * their ends (what came over a backbone does not leave over it again), and down. `undefined` where there is none.
 */
export function join(graph: LinkGraph, up: Climb, down: Climb): readonly string[] | undefined {
  const [above, below] = [[...up.keys()], [...down.keys()]];
  for (const [index, broker] of above.entries()) {
    const meeting = down.get(broker);
    if (meeting !== undefined) return [...above.slice(0, index), ...below.slice(0, meeting + 1).toReversed()];
  }
  const [upEnd, downEnd] = [above[above.length - 1], below[below.length - 1]];
  if (upEnd === undefined || downEnd === undefined) return undefined;
  return graph.backbone.has(pairKey(upEnd, downEnd)) ? [...above, ...below.toReversed()] : undefined;
}
