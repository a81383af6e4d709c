import type { Basis, Effect } from "../model/effect.ts";
import type { Provision } from "../model/workload.ts";

/** Something that is done to an instance, or inside a broker. */
export interface Happening {
  readonly broker: string;
  readonly environment: string;
  readonly instance: string;
  /** Number of the wave. */
  readonly wave: number;
  readonly effect: Effect;
  readonly basis: Basis;
  readonly why: string;
  /** Keys of the parts that make it necessary; absent = the instance as a whole. */
  readonly about?: readonly string[];
  /** What inside the broker is made, changed or given up; absent = it is done to the instance. */
  readonly provision?: Provision;
  /** Set where the instance begins or ends. */
  readonly starts?: true;
  readonly stops?: true;
}
