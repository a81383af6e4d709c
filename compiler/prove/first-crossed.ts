import { pairKey } from "../model/pair-key.ts";
import type { Flow, Link } from "../model/topology.ts";
import type { Proof } from "./proof.ts";

/** Finds the first of some links that a flow can cross: on the way up or down, or between hubs. */
export function firstCrossed({ legs }: Proof, some: readonly Link[]): (flow: Flow) => Link | undefined {
  const byPair = new Map(some.map((link) => [pairKey(link.from, link.to), link]));
  return (flow) => {
    if (some.length === 0) return undefined;
    for (const { up, down, isJoined, onward } of legs(flow).flat()) {
      const between = isJoined ? byPair.get(pairKey(up, down)) : undefined;
      const found = between ?? onward.find(({ link }) => some.includes(link))?.link;
      if (found) return found;
    }
    return undefined;
  };
}
