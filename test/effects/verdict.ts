import type { Basis, Effect } from "../../compiler/model/effect.ts";

/** What became of one change, one way. */
export interface Verdict extends Outcome {
  readonly engine: string;
  readonly version: string;
  readonly what: string;
  readonly way: "there" | "back";
  readonly instances: number;
  readonly expected: Effect;
  /** Whether the engine said what was expected, and that is what was seen: neither more nor less. */
  readonly ok: boolean;
}

/** What an engine said of a change, and what was seen. */
export interface Outcome {
  readonly said: Effect | "nothing";
  readonly basis: Basis;
  readonly observed: Effect | "nothing";
  readonly published: number;
  /** Events at-most-once that were lost, stored ones that were not acknowledged, and those that came twice. */
  readonly lost: number;
  readonly refused: number;
  readonly repeated: number;
  /** By what the effect is known, and the engine's steps. */
  readonly marks: readonly string[];
  readonly steps: readonly string[];
}

const nothing = {
  said: "nothing",
  basis: "assumed",
  observed: "nothing",
  published: 0,
  lost: 0,
  refused: 0,
  repeated: 0,
  steps: [],
} as const;

/** The outcome of a trial that came to nothing. */
export function failed(marks: readonly string[]): Outcome {
  return { ...nothing, marks };
}
