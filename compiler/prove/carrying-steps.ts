import type { Crossing, Onward } from "./crossings.ts";

/** The steps of all ways between two brokers on which every step is allowed. */
export function carryingSteps(
  crossings: readonly Crossing[],
  mayStep: (from: string, to: string) => boolean,
): readonly Onward[] {
  const allowed = ({ onward }: Crossing) => onward.filter(({ from, target }) => mayStep(from, target));
  // Each crossing comes after all that lead to it.
  const reached = new Set(crossings.slice(0, 1));
  for (const crossing of crossings)
    if (reached.has(crossing)) for (const { to } of allowed(crossing)) reached.add(to);
  const arriving = new Set<Crossing>();
  for (const crossing of crossings.toReversed()) {
    const { up, down, isJoined } = crossing;
    if (!reached.has(crossing)) continue;
    const isEnd = isJoined && (up === down || mayStep(up, down));
    if (isEnd || allowed(crossing).some(({ to }) => arriving.has(to))) arriving.add(crossing);
  }
  return [...arriving].flatMap((crossing) => allowed(crossing).filter(({ to }) => arriving.has(to)));
}
