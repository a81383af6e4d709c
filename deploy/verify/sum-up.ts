import type { IdentitySummary, RightVerdict } from "./report.ts";

/** Rights by identity and broker, in words of how many; those with failures first, else in the order of the rights. */
export function sumUp(rights: readonly RightVerdict[]): readonly IdentitySummary[] {
  const byPlace = new Map<string, RightVerdict[]>();
  for (const right of rights) {
    const key = `${right.kind} ${right.identity} ${right.broker}`;
    const known = byPlace.get(key);
    if (known) known.push(right);
    else byPlace.set(key, [right]);
  }
  const summaries = [...byPlace.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const { identity, kind, broker } = first;
    const count = (expected: RightVerdict["expected"]) => {
      const those = own.filter((right) => right.expected === expected);
      return { expected: those.length, ok: those.filter(({ verdict }) => verdict === "ok").length };
    };
    return [{ identity, kind, broker, allowed: count("allowed"), denied: count("denied") }];
  });
  return [...summaries.filter(hasFailed), ...summaries.filter((one) => !hasFailed(one))];
}

/** Whether something of it was not as it should be. */
export function hasFailed({ allowed, denied }: IdentitySummary): boolean {
  return allowed.ok < allowed.expected || denied.ok < denied.expected;
}
