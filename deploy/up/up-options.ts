import type { Topology } from "../../compiler/model/topology.ts";
import type { Host } from "../host/host.ts";
import type { EngineSupport } from "./engine-support.ts";
import type { OperatorRecord } from "../state/documents.ts";
import type { Limits } from "./limits.ts";
import type { Progress } from "./up-event.ts";

/** How a mesh is brought up. */
export interface UpOptions {
  readonly host: Host;
  /** Folder of the manifest; everything is kept in `.meshc/up` below it. */
  readonly manifestFolder: string;
  readonly engines: readonly EngineSupport[];
  /** Whether everything speaks TLS; absent = as the mesh that runs, and a new one without. */
  readonly tls?: boolean;
  /** The command as the user gave it; whoever meets our lock is shown it. */
  readonly command: string;
  readonly progress: Progress;
  /** Somebody to be let look inside a broker, beside those who may; then nothing else is changed, or nothing at all. */
  readonly operator?: Pick<OperatorRecord, "name" | "broker">;
  /** How long things may take; the usual limits where absent. */
  readonly limits?: Limits;
  /** Stops at the next good moment; what was begun by then is recorded. */
  readonly interruption?: AbortSignal;
}

/** What was done. */
export interface UpReport {
  /** The mesh as it runs here: with the versions of this machine's programs. */
  readonly topology: Topology;
  readonly instances: number;
  /** How many of them were started or changed. */
  readonly touched: number;
  /** How many others, which the manifest no longer has, were ended. */
  readonly removed: number;
  readonly interrupted: boolean;
}
