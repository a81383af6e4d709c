import type { Result } from "../../compiler/diagnostics/result.ts";
import type { ManifestData } from "../../compiler/model/manifest.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import type { Provision } from "../../compiler/model/workload.ts";
import { type PlannedMesh, planManifest } from "../../compiler/plan-manifest.ts";
import type { Drain } from "../../compiler/plan/hold.ts";
import { lossKey } from "../../compiler/plan/loss-key.ts";
import { nameIn } from "../../compiler/model/names.ts";
import { lossName } from "../../compiler/plan/may-lose.ts";
import { diagnose, success } from "../diagnose.ts";
import type { BroughtAbout } from "../up/bring-about.ts";
import { provisionName } from "../../compiler/model/provision-name.ts";
import type { StillHeld } from "./apply-options.ts";
import type { ApplyRun } from "./apply-run.ts";
import { stillHeld } from "./codes.ts";
import { removeLeft } from "./remove-left.ts";
import { type Inside, whatWaits } from "./what-waits.ts";
import { workloadsOf } from "./workloads-of.ts";

/** What became of what was drained. */
export interface Removed {
  /** The manifest that holds from now on. */
  readonly data: ManifestData;
  /** What is not empty yet. */
  readonly still: readonly StillHeld[];
  /** What it took to let go of what is empty; absent where nothing was. */
  readonly part?: BroughtAbout;
}

/**
 * Removes what was drained and is empty from the brokers, with what the manifest no longer has and may be lost by name, and
 * then takes from their readers what they were let do. Brokers that keep nothing any more would not let in who removes.
 * What is not empty stays, and is told.
 */
export async function removeDrained(run: ApplyRun, held: BroughtAbout): Promise<Result<Removed>> {
  const { planned, options, carrying } = run;
  const still = await whatWaits({ ...held, others: othersIn(run, held.topology) }, planned.drains);
  const waiting = new Set(still.map(({ kind, name }) => lossKey(kind, name)));
  const empty = planned.drains.filter(({ kind, name }) => !waiting.has(lossKey(kind, name)));
  const rest = planWithout(run, empty);
  if (!rest.ok) return rest;
  const stays = empty.length > 0 ? provisionsOf(run, rest.value.topologies.held) : undefined;
  const { record } = carrying;
  const { mayLose, topologies } = planned;
  const isEmptied = (broker: string, provision: Provision) =>
    stays !== undefined && !stays.has(`${broker} ${provisionName(provision)}`);
  const { ground, changes } = held;
  const removed = await removeLeft(
    { ground, record, progress: options.progress, mayLose, isEmptied },
    changes,
  );
  if (!removed.ok) return removed;
  const { names } = run;
  const shown = still.map((one) => ({ ...one, name: nameIn(names, `${one.kind}s`, one.name) }));
  const told = shown.map(({ kind, name, why }) => {
    const allowed = lossName(kind, name, [topologies.before, topologies.held], names);
    return diagnose(stillHeld, { kind, name, why: why.join(", "), allowed });
  });
  const part = stays && (await run.bring(rest.value.topologies.held, { isProven: true }));
  if (part && !part.ok) return part;
  const value = { data: rest.value.held, still: shown, ...(part && { part: part.value }) };
  return { ok: true, value, diagnostics: [...told, ...(part?.diagnostics ?? [])] };
}

/** The plan without what is empty, as if its loss were allowed: nothing is lost. */
function planWithout({ planned, options }: ApplyRun, empty: readonly Drain[]): Result<PlannedMesh> {
  if (empty.length === 0) return success(planned);
  const mayLose = new Set([...planned.options.mayLose, ...empty.map(({ kind, name }) => `${kind}/${name}`)]);
  return planManifest(options.analysis, planned.recorded, { ...planned.options, mayLose });
}

/** What is inside the brokers of a mesh, each with its broker. */
function provisionsOf(run: ApplyRun, topology: Topology): ReadonlySet<string> {
  const all = workloadsOf(run, topology).flatMap(({ broker, provisions }) =>
    provisions.map((provision) => `${broker} ${provisionName(provision)}`),
  );
  return new Set(all);
}

/** Brokers of environments that are not touched. */
function othersIn(run: ApplyRun, topology: Topology): readonly Inside[] {
  const { scope } = run.carrying;
  if (!scope) return [];
  return workloadsOf(run, topology).flatMap(({ broker, environment, engine, provisions }) => {
    const store = run.options.engines.find((support) => support.engine.name === engine)?.live.stored;
    return store && !scope.has(environment) ? { broker, environment, provisions, store } : [];
  });
}
