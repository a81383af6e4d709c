import type { ManifestData } from "./model/manifest.ts";
import type { Operator } from "./model/topology.ts";
import type { Provision, WorkloadInstance } from "./model/workload.ts";

/** What was applied of a mesh, environment by environment. */
export interface RecordedMesh {
  /** By name of the environment; one in which nothing was applied has none. */
  readonly environments: ReadonlyMap<string, RecordedEnvironment>;
  /** Who may look inside which broker: no manifest says it, and it stays as it is. */
  readonly operators?: readonly Pick<Operator, "name" | "broker">[];
}

/** What was applied in an environment. */
export interface RecordedEnvironment {
  /**
   * The manifest that holds there, with what is still held on to. Environments to which the same one was applied should
   * give the same object, which is then compiled once.
   */
  readonly manifest: ManifestData;
  readonly instances: readonly RecordedInstance[];
}

/** An instance as it was applied. */
export interface RecordedInstance {
  readonly broker: string;
  readonly engine: string;
  /** Full version of the program that it was started with, such as `2.12.8`; absent = it is not known. */
  readonly program?: string;
  readonly instance: WorkloadInstance;
  /** What was made inside its broker; at one instance of each broker that has some. */
  readonly provisions: readonly Provision[];
  /** What was made there too, and is to be there no more; absent = nothing. */
  readonly left?: readonly Provision[];
}
