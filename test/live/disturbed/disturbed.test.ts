import { afterAll, describe, expect, test } from "vitest";
import { disturbances } from "../../disturbed/disturbances.ts";
import { disturbedRun, type RunResult } from "../../disturbed/disturbed-run.ts";
import { faultsOf } from "../../disturbed/judge-run.ts";
import { createLanes } from "../../disturbed/lanes.ts";
import { serverVersion } from "../../disturbed/manifest.ts";
import { fullPlan, type Plan } from "../../disturbed/plan.ts";
import { runLine, summaryOf, summaryTable } from "../../disturbed/summary.ts";

/**
 * The long suite "disturbed". For development the environment says `DISTURBED_ONLY` (part of a disturbance's name),
 * `DISTURBED_RUNS`, `DISTURBED_FIRST` (which variant comes first), `DISTURBED_LANES` (runs at a time, each on brokers of
 * its own), `DISTURBED_RATE`, `DISTURBED_SECONDS` and `DISTURBED_SERVER` (a version of nats-server).
 */
const given = (name: string, usual: number) => Number(process.env[name] ?? usual);

const runs = given("DISTURBED_RUNS", 1);
const plan: Plan = {
  ...fullPlan,
  rate: given("DISTURBED_RATE", fullPlan.rate),
  publishing: given("DISTURBED_SECONDS", fullPlan.publishing / 1_000) * 1_000,
};
const first = given("DISTURBED_FIRST", 0);
const only = process.env["DISTURBED_ONLY"] ?? "";

const inLane = createLanes(given("DISTURBED_LANES", 1));
const chosen = disturbances.filter(({ name }) => name.includes(only));
const all = chosen.flatMap((disturbance) =>
  Array.from({ length: runs }, (_, index) => ({ disturbance, number: first + index })),
);
const results: RunResult[] = [];
let passed = 0;

/** Each waits for its lane within its own time. */
const timeout = all.length * (plan.publishing + plan.drain + 60_000);

describe.concurrent("disturbed", () => {
  for (const { disturbance, number } of all) {
    test(`${disturbance.name}, run ${number + 1}`, { timeout }, async () => {
      const run = await inLane(() => disturbedRun(disturbance, number, plan));
      const faults = faultsOf(run, plan);
      results.push(run);
      console.log(runLine(run, faults));
      expect(faults).toEqual([]);
      passed += 1;
    });
  }
});

afterAll(() => {
  const rows = summaryOf(
    disturbances.flatMap(({ name }) => results.filter((run) => run.disturbance === name)),
  );
  console.log(`\n${summaryTable(rows)}\n`);
  const counts = { passed, failed: all.length - passed };
  const settings = { runs, rate: plan.rate, seconds: plan.publishing / 1_000, cutSeconds: plan.cut / 1_000 };
  console.log(`\n${JSON.stringify({ ...counts, ...settings, server: serverVersion, rows })}`);
});
