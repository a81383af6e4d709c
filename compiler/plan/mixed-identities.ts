import { sortedByName } from "../model/compare.ts";
import type { Grant, Identity, StoredUse, Topology } from "../model/topology.ts";
import type { Followed } from "./followed.ts";
import type { Relabelled } from "./relabelled.ts";

/** Who logs in: at each broker with the rights that the broker's own topology gives. */
export function mixedIdentities(
  { topologies, follows }: Followed,
  ofEach: ReadonlyMap<Topology, Relabelled>,
): readonly Identity[] {
  const merged = new Map<string, Identity & Rights>();
  for (const topology of topologies) {
    const copy = ofEach.get(topology)?.use;
    for (const identity of topology.identities) {
      const isHere = (broker: string) => follows(broker, topology);
      const here = [...identity.at.keys()].filter(isHere);
      // One that is at no broker at all is of no wave.
      if (here.length === 0 && identity.at.size > 0) continue;
      const before = merged.get(identity.name);
      const at = new Map([...(before?.at ?? []), ...[...identity.at].filter(([broker]) => isHere(broker))]);
      const uses = new Map(before?.uses);
      for (const [broker, use] of identity.uses) if (isHere(broker)) uses.set(broker, copy?.(use) ?? use);
      merged.set(identity.name, { ...identity, at, uses });
    }
  }
  return sortedByName(merged.values());
}

interface Rights {
  readonly at: ReadonlyMap<string, readonly Grant[]>;
  readonly uses: ReadonlyMap<string, StoredUse>;
}
