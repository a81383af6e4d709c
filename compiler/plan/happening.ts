import type { Basis, Effect } from "../model/effect.ts";
import type { Touch } from "./touch.ts";

/** Something that is done to an instance, or inside a broker. */
export interface Happening {
  readonly broker: string;
  readonly environment: string;
  /** What is made inside a broker counts as done to its first. */
  readonly instance: string;
  /** Number of the wave. */
  readonly wave: number;
  readonly effect: Effect;
  readonly basis: Basis;
  readonly why: string;
  /** Set where the instance is started anew: whoever is at it, or passes by it, is touched. */
  readonly restarts?: true;
  /** Set where the instance is started anew in this wave for another reason too, which is told. */
  readonly covered?: true;
  /** What it is about, each of which has to be told of by some change. */
  readonly about: readonly Touch[];
  /** What it is found under besides. */
  readonly also: readonly Touch[];
  /** What it is found under where no change has told of it. */
  readonly orElse?: readonly Touch[];
}
