import { weakestOf, worstOf } from "../model/effect.ts";
import type { Change } from "./plan.ts";

/**
 * Flows that take another path, with what that does to them: what the gravest change does to them that moves a link or a
 * broker on their way. One whose reader is to read it otherwise, which `turned` names, is cut until the reader does so: it
 * loses one right before it has the other. One that appears or disappears does so because it was said.
 */
export function withWays(
  flows: readonly Change[],
  others: readonly Change[],
  turned: ReadonlySet<string> = new Set(),
): readonly Change[] {
  const moving = new Map<string, Change[]>();
  for (const other of others)
    if (other.kind === "link" || other.kind === "broker")
      for (const flow of other.flows) {
        const known = moving.get(flow);
        if (known) known.push(other);
        else moving.set(flow, [other]);
      }
  return flows.map((flow) => {
    if (turned.has(flow.name))
      return {
        ...flow,
        effect: "INTERRUPTS",
        basis: "observed",
        reason: `${flow.reason}; its reader has to follow`,
      };
    const by = moving.get(flow.name) ?? [];
    if (by.length === 0) return flow;
    const wave = Math.max(...by.map((each) => each.wave));
    if (flow.action !== "change") return { ...flow, wave };
    const effect = worstOf(by.map((each) => each.effect));
    const grave = by.filter((each) => each.effect === effect);
    return { ...flow, wave, effect, basis: weakestOf(grave.map(({ basis }) => basis)) };
  });
}
