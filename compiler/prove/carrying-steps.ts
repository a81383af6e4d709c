import type { Crossing, Onward } from "./crossings.ts";

type MayStep = (from: string, to: string) => boolean;

/** The steps of all ways between two brokers on which every step is allowed. */
export function carryingSteps(crossings: readonly Crossing[], mayStep: MayStep): readonly Onward[] {
  const arriving = arrivingCrossings(crossings, mayStep);
  return [...arriving].flatMap(({ onward }) =>
    onward.filter(({ from, target, to }) => mayStep(from, target) && arriving.has(to)),
  );
}

/** The pairs of brokers that are next to each other on any of these ways. */
export function carryingHops(
  crossings: readonly Crossing[],
  mayStep: MayStep,
): readonly (readonly [string, string])[] {
  const steps = carryingSteps(crossings, mayStep).map(({ from, target }) => [from, target] as const);
  const joined = [...arrivingCrossings(crossings, mayStep)]
    .filter((crossing) => crossing.up !== crossing.down && isEnd(crossing, mayStep))
    .map(({ up, down }) => [up, down] as const);
  return [...steps, ...joined];
}

/** Crossings that such a way comes to and leads on from. */
function arrivingCrossings(crossings: readonly Crossing[], mayStep: MayStep): ReadonlySet<Crossing> {
  const allowed = ({ onward }: Crossing) => onward.filter(({ from, target }) => mayStep(from, target));
  // Each crossing comes after all that lead to it.
  const reached = new Set(crossings.slice(0, 1));
  for (const crossing of crossings)
    if (reached.has(crossing)) for (const { to } of allowed(crossing)) reached.add(to);
  const arriving = new Set<Crossing>();
  for (const crossing of crossings.toReversed()) {
    if (!reached.has(crossing)) continue;
    if (isEnd(crossing, mayStep) || allowed(crossing).some(({ to }) => arriving.has(to)))
      arriving.add(crossing);
  }
  return arriving;
}

function isEnd({ up, down, isJoined }: Crossing, mayStep: MayStep): boolean {
  return isJoined && (up === down || mayStep(up, down));
}
