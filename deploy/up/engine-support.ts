import type { LiveEngine } from "../../compiler/live.ts";
import type { Engine } from "../../compiler/target.ts";

/** An engine as it runs here: what compiles for it, what talks to it, and its program. */
export interface EngineSupport {
  readonly engine: Engine;
  readonly live: LiveEngine;
  /** Name of its program, such as `nats-server`. */
  readonly program: string;
  /** Arguments that make the program print its version. */
  readonly versionArguments: readonly string[];
  /** Identity that may end connections at its brokers. */
  readonly systemIdentity: string;
}
