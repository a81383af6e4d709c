import { type Effect, weakestOf, worstOf } from "../model/effect.ts";
import type { Happening } from "./happening.ts";
import type { Change } from "./plan.ts";

/** A change, and what it does to flows that go by there. */
export interface OnTheWay {
  readonly change: Change;
  readonly effect: Effect;
}

/** Names of flows of what is stored, and the wave after which streams and places in them are made. */
export interface Kept {
  readonly flows: ReadonlySet<string>;
  readonly wave: number;
}

/** What a change does to flows: what is lost of what an entry keeps is not lost by a flow. */
export function onTheWay({
  change,
  doing,
}: {
  readonly change: Change;
  readonly doing: readonly Happening[];
}): OnTheWay {
  const effects = doing.map(({ effect }) => effect);
  return { change, effect: worstOf(effects.filter((effect) => effect !== "DATA LOSS")) };
}

/**
 * Flows that take another path, with what that does to them: what the gravest change does to them that moves a link or a
 * broker on their way. One whose reader is to read it otherwise, which `turned` names, is cut until the reader does so: it
 * loses one right before it has the other. One that appears or disappears does so because it was said; one that is stored,
 * or read from where it is, appears once that is made.
 */
export function withWays(
  flows: readonly Change[],
  others: readonly OnTheWay[],
  turned: ReadonlySet<string> = new Set(),
  kept: Kept = { flows: new Set(), wave: 1 },
): readonly Change[] {
  const moving = new Map<string, OnTheWay[]>();
  for (const other of others)
    if (other.change.kind === "link" || other.change.kind === "broker")
      for (const flow of other.change.flows) {
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
    const isMadeLast = flow.action === "add" && kept.flows.has(flow.name);
    if (by.length === 0) return isMadeLast ? { ...flow, wave: Math.max(flow.wave, kept.wave) } : flow;
    const wave = Math.max(...by.map(({ change }) => change.wave), isMadeLast ? kept.wave : 1);
    if (flow.action !== "change") return { ...flow, wave };
    const effect = worstOf(by.map((each) => each.effect));
    const grave = by.filter((each) => each.effect === effect);
    return { ...flow, wave, effect, basis: weakestOf(grave.map(({ change }) => change.basis)) };
  });
}
