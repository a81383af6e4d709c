import type { Refusal } from "../../../compiler/plan/plan.ts";

/** What lets things be lost, as it is given to `plan` and `apply`. */
export function lossFlags(names: readonly string[]): string {
  return names.map((name) => `--allow-data-loss=${name}`).join(" ");
}

/** What is refused, with why, and with what it would be done nevertheless. */
export function refusalText({ name, why, allow }: Refusal): string {
  const nevertheless = allow === undefined ? "" : `; ${lossFlags([allow])} would let it be lost`;
  return `${name}: ${why}${nevertheless}`;
}
