import { expect, test } from "vitest";
import { disturbances } from "../../disturbed/disturbances.ts";
import { disturbedRun } from "../../disturbed/disturbed-run.ts";
import { faultsOf } from "../../disturbed/judge-run.ts";
import { smokePlan } from "../../disturbed/plan.ts";
import { runLine } from "../../disturbed/summary.ts";

test("a second without links loses nothing that was acknowledged, and what is counted is bounded", async () => {
  const [cut] = disturbances;
  if (!cut) throw new Error("there are no disturbances");
  const run = await disturbedRun(cut, 0, smokePlan);
  const faults = faultsOf(run, smokePlan);
  console.log(runLine(run, faults));
  expect(faults).toEqual([]);
  expect(Math.max(...run.flows.map(({ longestPause }) => longestPause))).toBeGreaterThan(smokePlan.cut);
});
