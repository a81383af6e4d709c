import { describe, expect, test } from "vitest";
import { faultsOf } from "../../disturbed/judge-run.ts";
import { smokePlan } from "../../disturbed/plan.ts";
import { runLine } from "../../disturbed/summary.ts";
import { plantsRun } from "../../disturbed-plants/plants-run.ts";
import { trials } from "../../disturbed-plants/trials.ts";
import { canMakeWorlds } from "../../namespaces/world.ts";

// In a pipeline networks that cannot be made are a failure, not a reason to say nothing.
const isSkipped = !canMakeWorlds() && process.env["CI"] === undefined;

/** Long enough that not everything may be lost. */
const plan = { ...smokePlan, publishing: 10_000 };
/** How long after the beginning of the cut events may be lost, in seconds. */
const most = 8;

describe.skipIf(isSkipped)("plants whose links are cut for a second", () => {
  test.each(trials)("$links: every flow is interrupted and goes on", async (trial) => {
    const [cut] = trial.disturbances;
    if (!cut) throw new Error("there are no disturbances");
    const run = await plantsRun(trial, cut, 0, plan);
    const faults = faultsOf(run, plan);
    console.log(runLine(run, faults));
    expect(faults).toEqual([]);
    const pauses = run.flows.map(({ longestPause }) => longestPause);
    expect(Math.min(...pauses)).toBeGreaterThan(plan.cut);
    expect(run.flows.filter(({ lost, rate }) => lost > rate * most)).toEqual([]);
  });
});
