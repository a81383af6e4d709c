import type { Link } from "./topology.ts";

const found = new WeakMap<readonly Link[], ReadonlyMap<string, readonly Link[]>>();

/**
 * Links that a broker dials, is dialed by, or stands by for, in their order. Looked up in an index that is made once for a list:
 * each broker of thousands asks, and to look through all links for each took most of a compilation.
 */
export function linksAt(links: readonly Link[], broker: string): readonly Link[] {
  let index = found.get(links);
  if (!index) {
    index = indexOf(links);
    found.set(links, index);
  }
  return index.get(broker) ?? [];
}

function indexOf(links: readonly Link[]): ReadonlyMap<string, readonly Link[]> {
  const index = new Map<string, Link[]>();
  for (const link of links)
    for (const broker of new Set([link.from, link.to, ...link.standby])) {
      const known = index.get(broker);
      if (known) known.push(link);
      else index.set(broker, [link]);
    }
  return index;
}
