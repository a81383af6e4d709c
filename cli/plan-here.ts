import type { Result } from "../compiler/diagnostics/result.ts";
import type { PlanOptions } from "../compiler/plan-manifest.ts";
import { nodeHost } from "../deploy/host/node-host.ts";
import { planRecorded } from "../deploy/plan/plan-recorded.ts";
import type { RecordedPlan } from "../deploy/plan/recorded-plan.ts";
import { openStore } from "../deploy/state/open-store.ts";
import { readOffline } from "../deploy/state/read-offline.ts";
import type { StateReader, StateStore } from "../deploy/state/state-store.ts";
import { engines } from "../targets/engines/index.ts";
import type { Analyzed } from "./analyzed.ts";
import type { Invocation } from "./command-spec.ts";
import { dayOf } from "./day-of.ts";
import { environmentsOf } from "./environments.ts";
import { UsageError } from "./usage-error.ts";
import { version } from "./version.ts";
import { visible } from "./views/visible.ts";

/** What a plan is about, where the command line does not say it. */
export type PlanScope = Pick<PlanOptions, "environments" | "mayLose">;

/** The store that a manifest says. */
export function storeOf({ path, analysis }: Analyzed): Result<StateStore> {
  return openStore(nodeHost(), analysis.data.state, path.folder);
}

/**
 * The copy of the store that the last apply left beside the manifest, for `--offline`; a line on standard error says of when
 * it is. Wrong usage where there is none.
 */
export async function offlineCopyOf(
  { path }: Analyzed,
  invocation: Invocation,
): Promise<Result<StateReader>> {
  const { options, terminal } = invocation;
  if (options["live"] === true)
    throw new UsageError("--offline asks nobody and --live asks the brokers: say one of them");
  const copy = await readOffline(nodeHost(), path.folder);
  if (!copy.ok) return copy;
  const { value } = copy;
  if (!value)
    throw new UsageError(
      "nothing was applied from this folder, so that there is no copy to plan from: leave --offline out",
    );
  const line = `Planned against the copy from ${value.at} of ${value.from}, serial ${value.serial}.`;
  if (!options.quiet) terminal.err.write(`${visible(line)}\n`);
  return { ...copy, value };
}

/**
 * Plans a manifest against what is recorded, for the environments of `--env` and with the losses of `--allow-data-loss`, or
 * for those that `scope` says.
 */
export async function planHere(
  { analysis }: Analyzed,
  invocation: Invocation,
  store: StateReader,
  scope?: PlanScope,
): Promise<Result<RecordedPlan>> {
  const recorded = await store.environments();
  if (!recorded.ok) return recorded;
  // One that left the manifest can be planned alone, too.
  const known = new Set([...analysis.topology.mesh.environments.keys(), ...recorded.value]);
  const { env, today } = invocation.options;
  const asked = {
    environments: env ? environmentsOf(invocation, [...known]) : [],
    mayLose: lossesOf(invocation),
  };
  return planRecorded(analysis, store, {
    ...(scope ?? asked),
    engines,
    today: dayOf(today),
    compiler: version,
  });
}

/** The names that `--allow-data-loss` was given. */
export function lossesOf({ options }: Invocation): ReadonlySet<string> {
  const names = options["allowDataLoss"];
  return new Set(Array.isArray(names) ? names : []);
}
