import type { Analysis } from "../../compiler/compile.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { compare } from "../../compiler/model/compare.ts";
import { planManifest, type PlanOptions } from "../../compiler/plan-manifest.ts";
import { notFinished } from "../apply/codes.ts";
import { diagnose } from "../diagnose.ts";
import { nameOfManifest } from "../state/manifests-in.ts";
import type { StateReader } from "../state/state-store.ts";
import { readRecorded } from "./read-recorded.ts";
import type { PlanBasis, RecordedPlan } from "./recorded-plan.ts";

/** How a manifest is planned against what is recorded. */
export interface PlanRecordedOptions extends PlanOptions {
  /** Version of this meshc. */
  readonly compiler: string;
}

/**
 * Plans a manifest against what the store says was applied. Asks no broker and takes no lock. That an earlier run did not
 * end is told as a warning.
 */
export async function planRecorded(
  analysis: Pick<Analysis, "data" | "topology" | "locate">,
  store: StateReader,
  { compiler, ...options }: PlanRecordedOptions,
): Promise<Result<RecordedPlan>> {
  const recorded = await readRecorded(store);
  if (!recorded.ok) return recorded;
  const { mesh, serials, unfinished } = recorded.value;
  const planned = planManifest(analysis, mesh, options);
  const told = unfinished.length > 0 ? [diagnose(notFinished, { environments: unfinished })] : [];
  const diagnostics = [...told, ...planned.diagnostics];
  if (!planned.ok) return { ok: false, diagnostics };
  const basis: PlanBasis = {
    compiler,
    manifest: nameOfManifest(analysis.data),
    serials,
    environments: options.environments.toSorted(compare),
    mayLose: [...options.mayLose].toSorted(compare),
  };
  return { ok: true, value: { ...planned.value, basis, options, recorded: mesh, unfinished }, diagnostics };
}
