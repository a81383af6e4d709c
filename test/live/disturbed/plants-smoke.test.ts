import { describe, expect, test } from "vitest";
import { faultsOf } from "../../disturbed/judge-run.ts";
import { smokePlan } from "../../disturbed/plan.ts";
import { runLine } from "../../disturbed/summary.ts";
import { plantsRun } from "../../disturbed-plants/plants-run.ts";
import { trials } from "../../disturbed-plants/trials.ts";
import { canMakeWorlds } from "../../namespaces/world.ts";

// In a pipeline networks that cannot be made are a failure, not a reason to say nothing.
const isSkipped = !canMakeWorlds() && process.env["CI"] === undefined;

describe.skipIf(isSkipped)("plants whose links are cut for a second", () => {
  test.each(trials)("$links: what is lost is bounded, and events go on", async (trial) => {
    const [cut] = trial.disturbances;
    if (!cut) throw new Error("there are no disturbances");
    const run = await plantsRun(trial, cut, 0, smokePlan);
    const faults = faultsOf(run, smokePlan);
    console.log(runLine(run, faults));
    expect(faults).toEqual([]);
    expect(Math.max(...run.flows.map(({ longestPause }) => longestPause))).toBeGreaterThan(smokePlan.cut);
  });
});
