import { afterAll, describe, expect, test } from "vitest";
import type { RunResult } from "../../disturbed/disturbed-run.ts";
import { faultsOf } from "../../disturbed/judge-run.ts";
import { createLanes } from "../../disturbed/lanes.ts";
import { fullPlan } from "../../disturbed/plan.ts";
import { runLine, summaryOf, summaryTable } from "../../disturbed/summary.ts";
import { keptRuns } from "../../disturbed-plants/kept-runs.ts";
import { planOf, plantsRun } from "../../disturbed-plants/plants-run.ts";
import { programVersions } from "../../disturbed-plants/program-versions.ts";
import { trials } from "../../disturbed-plants/trials.ts";
import { hashOf, suites } from "../../../tools/suites.mjs";

/**
 * The long suite "disturbed-plants". Runs stand side by side, each in networks of its own. One that was cut off goes on
 * where it was as long as no file that the suite depends on changes. For development the environment says
 * `DISTURBED_ONLY` (part of a disturbance's name, or of that of its links), `DISTURBED_RUNS`, `DISTURBED_LANES` (runs at a
 * time) and `DISTURBED_RATE`.
 */
const given = (name: string, usual: number) => Number(process.env[name] ?? usual);

const runs = given("DISTURBED_RUNS", 1);
const plan = { ...fullPlan, rate: given("DISTURBED_RATE", fullPlan.rate) };
const only = process.env["DISTURBED_ONLY"] ?? "";

const suite = suites().find(({ name }) => name === "disturbed-plants");
if (!suite) throw new Error("the suite is not there");
const kept = keptRuns(suite.name, hashOf(suite));
const inLane = createLanes(given("DISTURBED_LANES", 1));

const all = trials.flatMap((trial) =>
  trial.disturbances
    .map((disturbance) => ({ trial, disturbance, name: `${trial.links}: ${disturbance.name}` }))
    .filter(({ name }) => name.includes(only))
    .flatMap((each) => Array.from({ length: runs }, (_, number) => ({ ...each, number }))),
);
const results: RunResult[] = [];
let passed = 0;

/** Each waits for its lane within its own time. */
const timeout = all.length * 300_000;

describe.concurrent("plants", () => {
  for (const { trial, disturbance, name, number } of all) {
    test(`${name}, run ${number + 1}`, { timeout }, async () => {
      const own = planOf(disturbance, plan);
      const key = JSON.stringify([name, number, own]);
      const run = kept.find(key) ?? (await inLane(() => plantsRun(trial, disturbance, number, own)));
      kept.keep(key, run);
      const pause = Math.max(...run.flows.map(({ longestPause }) => longestPause));
      const untouched = disturbance.interrupts && pause < own.cut ? ["nothing was interrupted"] : [];
      const faults = [...faultsOf(run, own), ...untouched];
      results.push(run);
      console.log(runLine(run, faults));
      expect(faults).toEqual([]);
      passed += 1;
    });
  }
});

afterAll(async () => {
  const names = [...new Set(all.map(({ name }) => name))];
  const rows = summaryOf(names.flatMap((name) => results.filter((run) => run.disturbance === name)));
  console.log(`\n${summaryTable(rows)}\n`);
  const counts = { passed, failed: all.length - passed };
  const settings = { runs, rate: plan.rate, seconds: plan.publishing / 1_000, cutSeconds: plan.cut / 1_000 };
  console.log(`\n${JSON.stringify({ ...counts, ...settings, programs: await programVersions(), rows })}`);
  if (results.length === all.length) kept.clear();
});
