import type { Link, Topology } from "../../model/topology.ts";

/** Two meshes as far as what a change reaches is looked up in them. */
export interface Reach {
  readonly sides: readonly Topology[];
  /** Links of each name, as they are in each mesh. */
  readonly links: ReadonlyMap<string, readonly Link[]>;
  /** Hubs of either. */
  readonly hubs: readonly string[];
}

/** Looks up once what is asked for again and again. */
export function reachOf(sides: readonly Topology[]): Reach {
  const links = new Map<string, Link[]>();
  for (const side of sides)
    for (const link of side.links) {
      const known = links.get(link.name);
      if (known) known.push(link);
      else links.set(link.name, [link]);
    }
  const hubs = sides.flatMap(({ brokers }) => [...brokers.values()].filter(({ role }) => role === "hub"));
  return { sides, links, hubs: [...new Set(hubs.map(({ broker }) => broker.name))] };
}
