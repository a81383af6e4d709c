import type { Topology } from "./topology.ts";

/**
 * Brokers in the order in which they are brought about: hubs, those that dial them, those that dial these. Targets that
 * stand by count too: whoever was changed dials only who was changed before, so that at no time old and new links close
 * a circle that neither mesh has.
 */
export function waves(topology: Topology): readonly (readonly string[])[] {
  const dials = new Map<string, Set<string>>();
  for (const { kind, from, to, standby } of topology.links) {
    if (kind.dial === "edge") dials.set(from, new Set([...(dials.get(from) ?? []), to, ...standby]));
  }
  const depths = new Map<string, number>();
  const depthOf = (broker: string): number => {
    const known = depths.get(broker);
    if (known !== undefined) return known;
    // Links were proven to close no circle; this only keeps a fault elsewhere from running for ever.
    depths.set(broker, 0);
    const depth = Math.max(-1, ...[...(dials.get(broker) ?? [])].map(depthOf)) + 1;
    depths.set(broker, depth);
    return depth;
  };
  const result: string[][] = [];
  for (const broker of topology.brokers.keys()) (result[depthOf(broker)] ??= []).push(broker);
  return result;
}
