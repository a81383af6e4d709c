import { pairKey } from "./pair-key.ts";
import type { Link } from "./topology.ts";

/** Which target a link is on. */
export type Choice = (link: Link) => string;

/** Every link on its first target, as it is while nothing has failed. */
export const activeChoice: Choice = (link) => link.to;

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

/** A broker's way towards the backbone: itself, what it dials, and so on. Ends where a circle would close. */
export function chainOf(graph: LinkGraph, broker: string, choice: Choice): readonly string[] {
  const chain = [broker];
  for (let link = graph.dialed.get(broker)?.[0]; link;) {
    const target = choice(link);
    if (chain.includes(target)) break;
    chain.push(target);
    link = graph.dialed.get(target)?.[0];
  }
  return chain;
}

/**
 * The way of an event between two brokers: up to where the chains of both meet, or over one backbone link between
 * their ends (what came over a backbone does not leave over it again), and down. `undefined` where there is none.
 */
export function join(
  graph: LinkGraph,
  up: readonly string[],
  down: readonly string[],
): readonly string[] | undefined {
  for (const [index, broker] of up.entries()) {
    const meeting = down.indexOf(broker);
    if (meeting >= 0) return [...up.slice(0, index), ...down.slice(0, meeting + 1).reverse()];
  }
  const [upEnd, downEnd] = [up[up.length - 1], down[down.length - 1]];
  if (upEnd === undefined || downEnd === undefined) return undefined;
  return graph.backbone.has(pairKey(upEnd, downEnd)) ? [...up, ...[...down].reverse()] : undefined;
}
