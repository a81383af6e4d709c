import type { Topology } from "../model/topology.ts";
import type { Workload } from "../model/workload.ts";
import type { WorkloadEngine } from "../target.ts";
import type { Drain } from "./hold.ts";
import type { Meanwhile, Refusal } from "./plan.ts";

/** A mesh, and what its engines make of it at the addresses that its manifest declares. */
export interface Side {
  readonly topology: Topology;
  readonly workloads: readonly Workload[];
  /** Full versions of the programs that instances were started with, by name, as far as they are recorded. */
  readonly programs?: ReadonlyMap<string, string>;
}

/** What a plan is made of. */
export interface PlanRequest {
  /** Name of the mesh. */
  readonly mesh: string;
  /** The mesh as it was applied, its workloads as recorded; absent = nothing was applied yet. */
  readonly before?: Side;
  /** What is to hold in the end: the manifest's mesh with what is drained. */
  readonly held: Side;
  /** The manifest's mesh alone; absent = nothing is drained, and it is `held`. */
  readonly wanted?: Topology;
  /** `held` with what brokers that are not changed yet still need. */
  readonly expanded: Side;
  readonly drains: readonly Drain[];
  /** Entries whose stored events may be lost, as `lossKey` names them. */
  readonly mayLose: ReadonlySet<string>;
  readonly engines: readonly WorkloadEngine[];
  /** Names of environments that alone are planned; none = all. */
  readonly environments: readonly string[];
  readonly meanwhile: readonly Meanwhile[];
  readonly refused: readonly Refusal[];
}
