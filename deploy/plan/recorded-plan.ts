import type { PlannedMesh, PlanOptions } from "../../compiler/plan-manifest.ts";
import type { Plan } from "../../compiler/plan/plan.ts";
import type { RecordedMesh } from "../../compiler/recorded-mesh.ts";

/** Serials of the documents that a plan was made from; 0 where there was none. */
export interface Serials {
  readonly mesh: number;
  /** By name of the environment, sorted. */
  readonly environments: Readonly<Record<string, number>>;
}

/** What a plan was made from, by which it is told whether it still holds. Free of secrets. */
export interface PlanBasis {
  /** Version of the meshc that made it. */
  readonly compiler: string;
  /** Name of the manifest that is wanted, as `ManifestStore` would give it: the SHA-256 of its text. */
  readonly manifest: string;
  readonly serials: Serials;
  /** Environments that alone are planned; none = all. */
  readonly environments: readonly string[];
  /** What may be lost, by name, sorted. */
  readonly mayLose: readonly string[];
}

/** A plan that was saved, to be carried out later or not at all. */
export interface SavedPlan extends PlanBasis {
  readonly version: 1;
  readonly mesh: string;
  readonly plan: Plan;
}

/** A plan against what is recorded, with all that it takes to carry it out. */
export interface RecordedPlan extends PlannedMesh {
  readonly basis: PlanBasis;
  readonly options: PlanOptions;
  /** What it was compared with. */
  readonly recorded: RecordedMesh | undefined;
  /** Environments in which an earlier run has not ended, sorted. */
  readonly unfinished: readonly string[];
}

/** A plan in the form in which it is saved. */
export function savedPlan({ basis, plan }: Pick<RecordedPlan, "basis" | "plan">): SavedPlan {
  return { version: 1, mesh: plan.mesh, ...basis, plan };
}
