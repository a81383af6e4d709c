import type { Result } from "./diagnostics/result.ts";
import type { ManifestData } from "./model/manifest.ts";
import type { Topology } from "./model/topology.ts";
import type { Provision, WorkloadInstance } from "./model/workload.ts";
import { hold, type Drain } from "./plan/hold.ts";
import type { Plan } from "./plan/plan.ts";
import type { Stand } from "./plan/stand.ts";
import type { WorkloadEngine } from "./target.ts";

/** What was applied, by environment; one that is not in it never was. */
export interface RecordedMesh {
  readonly environments: ReadonlyMap<string, RecordedEnvironment>;
}

/** What was applied in an environment. */
export interface RecordedEnvironment {
  /** The manifest as it was applied, with what was still held on to. */
  readonly manifest: ManifestData;
  /** Its instances as they were applied, by name. */
  readonly instances: ReadonlyMap<string, RecordedInstance>;
}

/** An instance as it was applied. */
export interface RecordedInstance {
  readonly broker: string;
  readonly engine: string;
  readonly instance: WorkloadInstance;
  /** At the first instance of a broker, what was made inside it. */
  readonly provisions: readonly Provision[];
  /** What was made inside it before, is still there, and is not in the manifest any more. */
  readonly left: readonly Provision[];
}

/** What a plan is made with. */
export interface PlanOptions {
  readonly engines: readonly WorkloadEngine[];
  /** `YYYY-MM-DD`; decides which exceptions of policies still hold, and nothing else. */
  readonly today: string;
  /** Environments of which changes are planned; all if empty. */
  readonly environments: readonly string[];
  /** Domains, applications and brokers whose events may be lost. */
  readonly mayLose: ReadonlySet<string>;
}

/** A plan with what it takes to carry it out. */
export interface PlannedMesh {
  readonly plan: Plan;
  /** The manifest that is in force once the plan is carried out, with what is still held on to. */
  readonly held: ManifestData;
  readonly topologies: { readonly before?: Topology; readonly expanded: Topology; readonly held: Topology };
  readonly drains: readonly Drain[];
}

/**
 * What stands between the mesh as it was applied and the one that a manifest says. A plan in which something is refused
 * is a plan all the same; an error is only what keeps one from being made.
 */
export function planManifest(
  wanted: Stand,
  recorded: RecordedMesh | undefined,
  options: PlanOptions,
): Result<PlannedMesh> {
  void recorded;
  const { data, drains, refused } = hold(wanted, undefined, options.mayLose);
  const { topology } = wanted;
  const plan: Plan = { mesh: data.mesh.name, changes: [], refused, waves: [], meanwhile: [] };
  return {
    ok: true,
    value: { plan, held: data, topologies: { expanded: topology, held: topology }, drains },
    diagnostics: [],
  };
}
