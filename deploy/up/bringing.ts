import type { Locator } from "../../compiler/diagnostics/reporter.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import type { Addressing } from "../../compiler/model/address.ts";
import type { Names } from "../../compiler/model/names.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import type { CredentialFileRecord } from "../state/documents.ts";
import type { StateStore, StoreLock } from "../state/state-store.ts";
import type { EngineSupport } from "./engine-support.ts";
import type { KnownPorts } from "./known-ports.ts";
import type { ProgramOf } from "./program-of.ts";
import type { UpFolder } from "./up-folder.ts";
import type { UpOptions } from "./up-options.ts";

/** Everything that bringing a mesh about needs, once programs are found and the lock is held. */
export interface Bringing {
  readonly topology: Topology;
  /** What entries are called that are known by other keys, those too that leave; absent = as the topology says. */
  readonly names?: Names;
  readonly locate: Locator;
  readonly engines: ReadonlyMap<string, EngineSupport>;
  readonly programs: ProgramOf;
  /** Where everything listens and is dialed; `known` are the ports that instances have now. */
  readonly addressing: (known: KnownPorts) => Promise<Result<Addressing>>;
  readonly folder: UpFolder;
  readonly store: StateStore;
  readonly lock: StoreLock;
  /** Files that the credentials of applications are put into. */
  readonly credentialFiles: readonly CredentialFileRecord[];
  readonly options: BringOptions;
  /** Environments of which something is touched; absent = all. What others hold and run is left as it is. */
  readonly scope?: ReadonlySet<string>;
  /** What the user lets be lost: domains, applications, brokers, as `lossKey` names them. */
  readonly mayLose?: ReadonlySet<string>;
  /** Set where instances that the topology has no more are not to be ended yet. */
  readonly keepsRest?: true;
  /** Set where nothing has to be waited for unless something is touched: it was, before. */
  readonly isProven?: true;
  /** Is done once it is known that nothing stands against it, before the first step. */
  readonly begin?: () => Promise<Result<void>>;
  /** Is told of each wave, from 1, that was reached; a failure stops. */
  readonly afterWave?: (number: number, brokers: readonly string[]) => Promise<Result<void>>;
}

/** How a mesh is brought about. */
export type BringOptions = Pick<
  UpOptions,
  "host" | "manifestFolder" | "progress" | "operator" | "limits" | "interruption"
>;
