import type { Verdict } from "./verdict.ts";

/**
 * What a result keeps of a verdict, in this order: the change, which way, on how many instances, what the engine said and
 * how that is known, what was seen; events published, lost at-most-once, not acknowledged, and heard twice.
 */
export type Told = readonly [string, string, number, string, string, string, number, number, number, number];

/** Verdicts as a result keeps them, by engine and version: by what each is known a run's own messages tell. */
export function tell(verdicts: readonly Verdict[]): Readonly<Record<string, readonly Told[]>> {
  const groups = new Map<string, Told[]>();
  for (const { engine, version, what, way, instances, said, basis, observed, ...counts } of verdicts) {
    const { published, lost, refused, repeated } = counts;
    const key = `${engine} ${version}`;
    const told: Told = [what, way, instances, said, basis, observed, published, lost, refused, repeated];
    groups.set(key, [...(groups.get(key) ?? []), told]);
  }
  return Object.fromEntries([...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
