import { appendFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { createLanes } from "../../disturbed/lanes.ts";
import { effectRows, runsOf } from "../../effects/runs.ts";
import { runTrials } from "../../effects/trial.ts";
import type { Verdict } from "../../effects/verdict.ts";
import { tell } from "../../effects/tell.ts";

const minute = 60_000;
const inLane = createLanes(Number(process.env["EFFECTS_LANES"] ?? 2));
/** Runs, and changes, that are chosen by a pattern while something is looked into, and a file that each verdict is added to. */
const only = new RegExp(process.env["EFFECTS_ONLY"] ?? "");
const rows = new RegExp(process.env["EFFECTS_ROWS"] ?? "");
const log = process.env["EFFECTS_LOG"];
const note = (verdict: Verdict) => log !== undefined && appendFileSync(log, `${JSON.stringify(verdict)}\n`);
const runs = runsOf(effectRows.filter(({ what }) => rows.test(what))).map((run) => ({
  ...run,
  name: `${run.base}, ${run.instances}, ${run.rows[0]?.engine} ${run.version}`,
}));
const verdicts: Verdict[] = [];

afterAll(() => console.log(`\n${JSON.stringify({ effects: tell(verdicts) })}`));

describe.concurrent("what the engines say that changes do is what they did", () => {
  test.each(runs.filter(({ name }) => only.test(name)))("$name", { timeout: 90 * minute }, async (run) => {
    const found = await inLane(() => runTrials(run, note));
    verdicts.push(...found);
    expect(found.filter(({ ok }) => !ok)).toEqual([]);
  });
});
