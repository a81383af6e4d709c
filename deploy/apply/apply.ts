import { createReporter } from "../../compiler/diagnostics/reporter.ts";
import { hasErrors, type Result } from "../../compiler/diagnostics/result.ts";
import { lowerAll } from "../../compiler/emit/emit.ts";
import { declaredAddressing } from "../../compiler/synthesize/declared-addressing.ts";
import { systemUnsupported } from "../codes.ts";
import { failure, success } from "../diagnose.ts";
import { serialsOf } from "../plan/read-recorded.ts";
import type { RecordedPlan } from "../plan/recorded-plan.ts";
import { movedSerials } from "../plan/stale.ts";
import { settleAll } from "../up/bring-up.ts";
import { openMeshRecord, readStoredMesh, recordsOf } from "../up/mesh-record.ts";
import { ourProcesses } from "../up/our-processes.ts";
import { prepareUpFolder } from "../up/prepare-up-folder.ts";
import type { ProgramOf } from "../up/program-of.ts";
import type { UpFolder } from "../up/up-folder.ts";
import { withMeshLock } from "../up/with-mesh-lock.ts";
import type { ApplyOptions, ApplyReport } from "./apply-options.ts";
import { type ApplyRun, applyRun } from "./apply-run.ts";
import { carryOutPlan } from "./carry-out-plan.ts";
import { againstPlan } from "./check-plan.ts";
import { planStale } from "./codes.ts";
import { takenPorts } from "./ports-free.ts";
import { programsFor } from "./programs-for.ts";
import { runFolderOf } from "./run-folder.ts";
import { elsewhere } from "./runs-here.ts";

/**
 * Carries a plan out. Refuses one that does not hold any more, before and again once the locks are held, and one that
 * loses what it may not; then nothing was done. Where it stops half-way the report says in which wave, with what went
 * wrong among the diagnostics; what was reached by then is recorded, and the next plan goes on from there.
 */
export async function apply(planned: RecordedPlan, options: ApplyOptions): Promise<Result<ApplyReport>> {
  const against = againstPlan(planned);
  if (against.length > 0) return { ok: false, diagnostics: against };
  return underLocks(planned, options, async (run) => {
    const settled = await settleAll(planned.topologies.held, options, run.carrying.record);
    if (!settled.ok) return settled;
    const carried = await carryOutPlan(run);
    return { ...carried, diagnostics: [...settled.diagnostics, ...carried.diagnostics] };
  });
}

/** Does something with a plan that still holds, while holding the locks that it needs. */
export async function underLocks<T>(
  planned: RecordedPlan,
  options: ApplyOptions,
  work: (run: ApplyRun) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { host, store, command } = options;
  if (!host.processes.supported) return failure(systemUnsupported, { system: host.system });
  const folder = await runFolderOf(host, options.manifestFolder);
  const { environments } = planned.basis;
  const scope = environments.length > 0 ? new Set(environments) : undefined;
  const wanted = [...planned.topologies.held.mesh.environments.keys()];
  const locked = scope ? [...scope] : wanted;
  return withMeshLock(store, locked, command, async (lock) => {
    const ready = await makeReady(planned, options, folder, scope);
    if (!ready.ok) return ready;
    const stored = await readStoredMesh(store);
    if (!stored.ok) return stored;
    const record = openMeshRecord(store, lock, stored.value, planned.plan.mesh);
    const run = await applyRun(planned, options, { folder, scope, lock, record, programs: ready.value });
    return run.ok ? work(run.value) : run;
  });
}

/** Checks what only holds under the locks, and finds the programs; changes nothing but for an empty folder. */
async function makeReady(
  planned: RecordedPlan,
  { host, store, engines, analysis }: ApplyOptions,
  folder: UpFolder,
  scope: ReadonlySet<string> | undefined,
): Promise<Result<ProgramOf>> {
  const stored = await readStoredMesh(store);
  if (!stored.ok) return stored;
  const documents = stored.value?.environments ?? new Map<string, never>();
  const serials = serialsOf(stored.value?.mesh, documents);
  const moved = movedSerials(planned.basis.serials, serials, (key) => store.whereIs(key));
  if (moved.length > 0) return failure(planStale, { moved });
  const strangers = elsewhere(host, folder, documents.values(), scope);
  if (strangers.length > 0) return { ok: false, diagnostics: strangers };
  const records = recordsOf(documents);
  const supports = new Map(engines.map((support) => [support.engine.name, support]));
  const compilers = new Map(engines.map(({ engine }) => [engine.name, engine]));
  const { expanded } = planned.topologies;
  const addressing = declaredAddressing(expanded, new Set(), createReporter(analysis.locate));
  const workloads = lowerAll(expanded, compilers, addressing);
  const touched = workloads.filter(({ environment }) => scope?.has(environment) ?? true);
  const recorded = [...records.values()].map(({ record }) => record);
  const programs = await programsFor(host, expanded, touched, supports, recorded);
  if (!programs.ok) return programs;
  const ids = new Map(
    [...records].flatMap(([name, { record }]) => (record.process ? [[name, record.process]] : [])),
  );
  const running = await ourProcesses(host, folder, ids);
  const taken = await takenPorts(host, touched, records, (name) => running.has(name));
  if (hasErrors(taken)) return { ok: false, diagnostics: taken };
  const prepared = await prepareUpFolder(host, folder);
  return prepared.ok ? success(programs.value) : prepared;
}
