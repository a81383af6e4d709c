import type { Locator } from "../../compiler/diagnostics/reporter.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import type { CredentialFileRecord } from "../state/documents.ts";
import type { StateStore, StoreLock } from "../state/state-store.ts";
import type { EngineSupport } from "./engine-support.ts";
import type { Program } from "./find-program.ts";
import type { UpFolder } from "./up-folder.ts";
import type { UpOptions } from "./up-options.ts";

/** Everything that bringing up needs, once programs are found and the lock is held. */
export interface Bringing {
  readonly topology: Topology;
  readonly locate: Locator;
  readonly engines: ReadonlyMap<string, EngineSupport>;
  readonly programs: ReadonlyMap<string, Program>;
  readonly folder: UpFolder;
  readonly store: StateStore;
  readonly lock: StoreLock;
  /** Files that the credentials of applications are put into. */
  readonly credentialFiles: readonly CredentialFileRecord[];
  readonly options: UpOptions;
}
