import type { Analysis } from "../../compiler/compile.ts";
import type { Plan, Wave } from "../../compiler/plan/plan.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import type { Host } from "../host/host.ts";
import type { StateStore } from "../state/state-store.ts";
import type { EngineSupport } from "../up/engine-support.ts";
import type { Limits } from "../up/limits.ts";
import type { UpOptions } from "../up/up-options.ts";
import type { UpEvent } from "../up/up-event.ts";

/** How a plan is carried out. */
export interface ApplyOptions {
  readonly host: Host;
  /** The manifest that was planned. */
  readonly analysis: Pick<Analysis, "data" | "topology" | "locate">;
  /** Folder of the manifest; what is `local` runs in `.meshc/run` below it. */
  readonly manifestFolder: string;
  readonly store: StateStore;
  readonly engines: readonly EngineSupport[];
  /** The command as the user gave it; whoever meets our lock is shown it. */
  readonly command: string;
  readonly progress: (event: ApplyEvent) => void;
  /** Somebody to be let look inside a broker, beside those who may; see `letInApplied`. */
  readonly operator?: NonNullable<UpOptions["operator"]>;
  /** Is told after each wave that was reached: its number, and which topology each broker is of by then. */
  readonly afterWave?: (number: number, of: (broker: string) => Topology | undefined) => Promise<void>;
  /** How long things may take; the usual limits where absent. */
  readonly limits?: Limits;
  /** Stops at the next good moment; what was begun by then is recorded. */
  readonly interruption?: AbortSignal;
}

/** What happens while a plan is carried out. */
export type ApplyEvent =
  | UpEvent
  /** A wave of the plan was reached, and is told as there: everything in it is in force. */
  | ({ readonly kind: "wave" } & Wave)
  /** A stream, or what belongs to one, was removed from a broker: it was empty, or its loss was allowed. */
  | { readonly kind: "removed"; readonly broker: string; readonly what: string };

/** Something that left the manifest and stays, and what it waits for. */
export interface StillHeld {
  readonly kind: "domain" | "application";
  readonly name: string;
  /** Events that somebody has yet to read. */
  readonly events: number;
  /** Who has to read them, or what cannot be asked, a clause each. */
  readonly why: readonly string[];
}

/** What was done of a plan. */
export interface ApplyReport {
  readonly plan: Plan;
  readonly instances: number;
  /** How many of them were started or changed. */
  readonly touched: number;
  /** How many others were ended. */
  readonly removed: number;
  /** What was drained and is not empty yet. */
  readonly held: readonly StillHeld[];
  /** Whether the user stopped it. */
  readonly interrupted: boolean;
  /** Number of the plan's wave in which it stopped; absent = all is done. What was reached is recorded, the next `apply` goes on. */
  readonly stoppedAt?: number;
}
