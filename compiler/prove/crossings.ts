import { pairKey } from "../model/pair-key.ts";
import type { LinkGraph } from "../model/route.ts";
import { type Step, stepsFrom } from "./climb-order.ts";

/**
 * Where two climbs, from the publisher's broker and from the subscriber's, have come to. Every way between the two,
 * under any choice of active and standby targets, is one sequence of crossings, from the first to one that is joined.
 */
export interface Crossing {
  readonly up: string;
  readonly down: string;
  /** Steps that one of the two can take next. Where both have come to their end there are none. */
  readonly onward: readonly Onward[];
  /** Whether both are at one broker, or at the two ends of a backbone link. */
  readonly isJoined: boolean;
}

/** A step of one of the two climbs, from the broker that takes it, and the crossing after it. */
export interface Onward extends Step {
  readonly from: string;
  readonly to: Crossing;
}

/**
 * Every crossing of two climbs, each after all that lead to it, the two brokers themselves first. There are at most
 * as many as pairs of brokers above the two, while ways can be as many as choices. It is always the broker of the
 * higher rank that steps on, so neither climb enters a broker that the other has left, and no two steps of one
 * sequence are of one broker: whichever targets a sequence has, they can be active at the same time.
 */
export function crossings(
  graph: LinkGraph,
  ranks: ReadonlyMap<string, number>,
  from: string,
  to: string,
): readonly Crossing[] {
  const rankOf = (broker: string) => ranks.get(broker) ?? -1;
  const found = new Map<string, Crossing & { readonly onward: Onward[] }>();
  const reach = (up: string, down: string) => {
    const key = `${up} ${down}`;
    const isJoined = up === down || graph.backbone.has(pairKey(up, down));
    const crossing = found.get(key) ?? { up, down, onward: [], isJoined };
    found.set(key, crossing);
    return crossing;
  };
  reach(from, to);
  // A map hands out what is added while it is walked.
  for (const { up, down, onward } of found.values()) {
    if (up === down) continue;
    const upSteps = rankOf(up) > rankOf(down);
    for (const step of stepsFrom(graph, upSteps ? up : down)) {
      const next = upSteps ? reach(step.target, down) : reach(up, step.target);
      onward.push({ ...step, from: upSteps ? up : down, to: next });
    }
  }
  // Each step lowers one of the two ranks.
  const height = ({ up, down }: Crossing) => rankOf(up) + rankOf(down);
  return [...found.values()].toSorted((a, b) => height(b) - height(a));
}
