import { weakestOf } from "../../compiler/model/effect.ts";
import { type Part, partKey } from "../../compiler/model/part.ts";
import type { Step } from "../../compiler/target.ts";

/**
 * The steps of an instance as they are taken: each once, whatever it is about. A restart takes all else in. The parts that
 * they are about are joined; where one is about the instance as a whole, so is what it is joined to.
 */
export function mergedSteps(steps: readonly Step[]): readonly Step[] {
  const restarts = steps.filter(({ kind }) => kind === "restart");
  const [first] = restarts;
  if (first) return [joined(first, restarts, steps)];
  return steps
    .filter((step, index) => steps.findIndex((each) => isSame(each, step)) === index)
    .map((step) => {
      const own = steps.filter((each) => isSame(each, step));
      return joined(step, own, own);
    });
}

function isSame(one: Step, other: Step): boolean {
  return one.kind === other.kind && one.identity === other.identity;
}

/** A step that stands for others of its kind, and takes in `all`. */
function joined({ kind, instance, identity }: Step, own: readonly Step[], all: readonly Step[]): Step {
  const parts = new Map<string, Part>(
    all.flatMap(({ about = [] }) => about).map((part) => [partKey(part), part]),
  );
  const isWhole = all.some(({ about }) => about === undefined);
  const basis = weakestOf(own.map((each) => each.basis ?? "observed"));
  return {
    kind,
    instance,
    ...(identity !== undefined && { identity }),
    why: [...new Set(own.map(({ why }) => why))].join("; "),
    ...(!isWhole && { about: [...parts.values()] }),
    ...(own.every(({ forGood }) => forGood) && { forGood: true }),
    ...(own.some(({ interrupts }) => interrupts) && { interrupts: true }),
    ...(basis !== "observed" && { basis }),
  };
}
