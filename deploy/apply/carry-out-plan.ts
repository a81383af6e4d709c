import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { waves } from "../../compiler/model/waves.ts";
import { success } from "../diagnose.ts";
import type { BroughtAbout } from "../up/bring-about.ts";
import type { ApplyReport } from "./apply-options.ts";
import type { ApplyRun } from "./apply-run.ts";
import { drawUp } from "./draw-up.ts";
import { phasesFrom } from "./phases.ts";
import { recordApplied, recordUnderway } from "./record-applied.ts";
import { removeLost } from "./remove-lost.ts";
import { removeDrained } from "./remove-drained.ts";

/**
 * The whole of it: the expanded mesh wave by wave, then what edges keep is drawn up, where it is not in time they keep it
 * on; then what was held on to is let go, then what was drained and is empty
 * is removed, then the manifest that holds is recorded. Where it stops before anything was begun, nothing is recorded.
 */
export async function carryOutPlan(run: ApplyRun): Promise<Result<ApplyReport>> {
  const { planned, recording } = run;
  const { held, before, expanded } = planned.topologies;
  const last = waves(expanded).length;
  const { reach, tell, within } = wavesTold(run);
  const diagnostics: Diagnostic[] = [];
  const parts: BroughtAbout[] = [];
  let begun = false;
  const stop = (stoppedAt: number): Result<ApplyReport> => {
    if (!begun) return { ok: false, diagnostics };
    const value = { ...reportOf(run, parts), ...run.done(), stoppedAt: within(stoppedAt) };
    return { ok: true, value, diagnostics };
  };
  const goesOn = (part: Result<BroughtAbout>): boolean => {
    diagnostics.push(...part.diagnostics);
    if (part.ok) parts.push(part.value);
    return part.ok && !part.value.interrupted;
  };

  let reached = 0;
  const expansion = await run.bring(expanded, {
    keepsRest: true,
    begin: async () => {
      begun = true;
      const noted = await recordUnderway(recording, planned.held);
      return noted.ok ? removeLost(run, { from: before, to: expanded }) : noted;
    },
    afterWave: (number, brokers) => {
      reached = number;
      return reach(number, brokers, expanded);
    },
  });
  if (!goesOn(expansion) || !expansion.ok) return stop(Math.min(reached + 1, last));
  const drawn = await drawUp(run, expansion.value);
  diagnostics.push(...drawn.diagnostics);
  if (!drawn.ok) return stop(last + 1);
  if (drawn.value.length > 0)
    return {
      ok: true,
      value: { ...reportOf(run, parts), held: drawn.value, stoppedAt: within(last + 1) },
      diagnostics,
    };
  const contraction = await run.bring(held, {
    isProven: true,
    begin: () => removeLost(run, { from: expanded, to: held }),
  });
  if (!goesOn(contraction) || !contraction.ok) return stop(last + 1);
  const all = new Set([...(before?.brokers.keys() ?? []), ...held.brokers.keys()]);
  await reach(last + 1, [...all], held);
  const removal = await removeDrained(run, contraction.value);
  diagnostics.push(...removal.diagnostics);
  if (!removal.ok) return stop(last + 2);
  const { part, data, still } = removal.value;
  if (part && !goesOn({ ...success(part) })) return stop(last + 2);
  if (still.length === 0) tell(last + 2);
  const recorded = await recordApplied(recording, data);
  diagnostics.push(...recorded.diagnostics);
  if (!recorded.ok) return stop(last + 2);
  return { ok: true, value: { ...reportOf(run, parts), held: still }, diagnostics };
}

/**
 * Notes which broker is of which topology, and tells of waves as the plan does, which has none after the last in which
 * something is done.
 */
function wavesTold({ planned, options }: ApplyRun) {
  const phases = phasesFrom(planned.topologies.before);
  const { waves: all } = planned.plan;
  const tell = (number: number): void => {
    const wave = all.find((each) => each.number === number);
    if (wave) options.progress({ kind: "wave", ...wave });
  };
  const reach = async (
    number: number,
    brokers: readonly string[],
    topology: Topology,
  ): Promise<Result<void>> => {
    phases.reach(brokers, topology);
    tell(number);
    await options.afterWave?.(number, phases.of);
    return success(undefined);
  };
  return { reach, tell, within: (number: number) => Math.min(number, Math.max(1, all.length)) };
}

function reportOf({ planned }: ApplyRun, parts: readonly BroughtAbout[]): ApplyReport {
  const sum = (what: "touched" | "removed") => parts.reduce((all, part) => all + part[what], 0);
  return {
    plan: planned.plan,
    instances: parts.at(-1)?.instances ?? 0,
    touched: sum("touched"),
    removed: sum("removed"),
    held: [],
    interrupted: parts.some(({ interrupted }) => interrupted),
  };
}
