import { compare } from "../model/compare.ts";
import { weakestOf, worstOf } from "../model/effect.ts";
import type { Happening } from "./happening.ts";
import { withRepeats } from "./may-come-twice.ts";
import type { Change } from "./plan.ts";
import type { Touched } from "./touched.ts";

/**
 * What is done that no entry's change tells of, as changes of files under the name of the instance: nothing is done in
 * silence.
 */
export function fileChanges(
  untold: readonly Happening[],
  touched: (broker: string, effect: Change["effect"]) => Touched,
): readonly Change[] {
  const byInstance = new Map<string, Happening[]>();
  for (const one of untold) {
    const known = byInstance.get(one.instance);
    if (known) known.push(one);
    else byInstance.set(one.instance, [one]);
  }
  return [...byInstance].map(([name, all]) => {
    const effect = worstOf(all.map((each) => each.effect));
    const [{ environment, broker } = { environment: "", broker: "" }] = all;
    const { repeats, ...touches } = touched(broker, effect);
    const reason = [...new Set(all.map(({ why }) => why))].toSorted(compare).join("; ");
    return {
      environment,
      kind: "file",
      name,
      action: "change",
      effect,
      basis: weakestOf(all.map(({ basis }) => basis)),
      wave: Math.max(...all.map(({ wave }) => wave)),
      reason: withRepeats(reason, { ...(repeats && { repeats }) }),
      ...touches,
    };
  });
}
