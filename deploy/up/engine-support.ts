import type { LiveEngine } from "../../compiler/live.ts";
import type { WorkloadEngine } from "../../compiler/target.ts";

/** An engine as it runs here: what compiles for it, and what talks to it. */
export interface EngineSupport {
  readonly engine: WorkloadEngine;
  readonly live: LiveEngine;
}
