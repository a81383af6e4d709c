import { compare } from "../model/compare.ts";
import type { Refusal } from "./plan.ts";

/** Refusals each once, sorted by name and then by why. */
export function distinctRefusals(refused: readonly Refusal[]): readonly Refusal[] {
  const byKey = new Map(refused.map((one) => [`${one.name} ${one.why}`, one]));
  return [...byKey].toSorted(([a], [b]) => compare(a, b)).map(([, one]) => one);
}
