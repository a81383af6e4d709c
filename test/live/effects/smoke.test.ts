import { expect, test } from "vitest";
import { effectRows, runsOf } from "../../effects/runs.ts";
import { runTrials } from "../../effects/trial.ts";

/** Changes of each effect, among them those that a reload refuses or is crashed by. */
const chosen: Readonly<Record<string, readonly string[]>> = {
  "one broker": ["an application more", "the setting `max_pending`"],
  "a broker that stores": ["more room for events", "a retention of fewer events"],
  "an edge of several": ["the target of an uplink"],
  "a Mosquitto": ["a right more of an application", "the setting `max_keepalive`"],
};

const rows = effectRows.filter(({ base, what }) => chosen[base]?.includes(what));
const versions = { nats: ["2.12", "2.15"], mosquitto: ["2.0"], connect: [] };
const newest = new Set(["one broker", "a broker that stores"]);
const runs = runsOf(rows, versions)
  .filter(({ instances }) => instances === 1)
  // What a crash by a reload is, only the older one shows.
  .filter(({ base, version }) => version !== (newest.has(base) ? "2.12" : "2.15"))
  .map((run) => ({ ...run, name: `${run.base}, ${run.rows[0]?.engine} ${run.version}` }));

test.each(runs)("what the engines say that changes do is what they did: $name", async (run) => {
  const found = await runTrials(run);
  expect(found.length).toBeGreaterThanOrEqual(run.rows.length);
  expect(found.filter(({ ok }) => !ok)).toEqual([]);
});
