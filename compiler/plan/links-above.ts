import type { Link } from "../model/topology.ts";

/** Links that brokers dial, those that their targets dial, and so on, whichever targets are active. */
export function linksAbove(
  dialed: ReadonlyMap<string, readonly Link[]>,
  brokers: readonly string[],
): readonly Link[] {
  const passed = new Set(brokers);
  const links: Link[] = [];
  // A set hands out what is added while it is walked.
  for (const broker of passed)
    for (const link of dialed.get(broker) ?? []) {
      links.push(link);
      for (const target of [link.to, ...link.standby]) passed.add(target);
    }
  return links;
}
