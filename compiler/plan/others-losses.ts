import { type Difference, entryOf } from "./differences.ts";
import type { ChangeKind } from "./plan.ts";
import type { Happening } from "./happening.ts";

/** A difference with what is done for it. */
export interface Done {
  readonly difference: Difference;
  readonly doing: readonly Happening[];
}

/** What keeps no events itself, and passes those of others on. */
const passing: ReadonlySet<ChangeKind> = new Set(["link", "flow", "access"]);

/** An application that is in more environments than before keeps nothing yet in the one that it comes to. */
function isNewPlace(difference: Difference): boolean {
  return entryOf(difference).kind === "application" && !difference.before;
}

/**
 * The same without losses at what only passes events on, where an entry that keeps them tells of the loss. What nobody
 * else tells of stays, such as the place of a link in a stream that goes on.
 */
export function withoutOthersLosses(all: readonly Done[]): readonly Done[] {
  const isPassing = ({ difference }: Done) => passing.has(entryOf(difference).kind) || isNewPlace(difference);
  const keepers = all.filter((each) => !isPassing(each)).flatMap(({ doing }) => doing);
  const lost = new Set(keepers.filter(({ effect }) => effect === "DATA LOSS"));
  if (lost.size === 0) return all;
  return all.map((each) =>
    isPassing(each) ? { ...each, doing: each.doing.filter((one) => !lost.has(one)) } : each,
  );
}
