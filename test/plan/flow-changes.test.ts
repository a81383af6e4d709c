import { expect, test } from "vitest";
import { withWays } from "../../compiler/plan/flow-changes.ts";
import type { Action, Change, ChangeKind } from "../../compiler/plan/plan.ts";
import { inShort, planOf } from "../harness/plan-of.ts";
import { edited, twoHubs } from "./two-hubs.ts";

function change(kind: ChangeKind, name: string, action: Action, wave: number): Change {
  const nothing = { effect: "NONE", basis: "proved", reason: "", applications: [] } as const;
  return { environment: "cloud", kind, name, action, wave, flows: ["f"], ...nothing };
}

test.each<[string, Action, readonly string[], readonly number[], number]>([
  ["one that is new appears with the last broker on its way", "add", [], [2], 2],
  ["one that is new and stored appears once its stream is made", "add", ["f"], [2], 5],
  ["one that is new and stored, on whose way nothing changes, too", "add", ["f"], [], 5],
  ["one that is stored and disappears is gone with its way", "remove", ["f"], [2], 2],
  ["one that is stored and takes another way is there with its way", "change", ["f"], [3], 3],
  ["another one that is stored holds it up by nothing", "add", ["g"], [2], 2],
  ["one whose way takes longer than its stream appears with its way", "add", ["f"], [6], 6],
])("of flows, %s", (_what, action, stored, ways, wave) => {
  const others = ways.map(
    (at) => ({ change: change("link", "line.core", "add", at), effect: "NONE" }) as const,
  );
  const kept = { flows: new Set(stored), wave: 5 };
  expect(withWays([change("flow", "f", action, 1)], others, new Set(), kept)).toMatchObject([{ wave }]);
});

test("a new reader of what is stored reads from the wave after its place is made, one of what is not, at once", () => {
  const more = "picking: { broker: core, subscribe: [orders.placed], durable: true }";
  const readers = `${more}\n  audit: { broker: core, subscribe: [orders.placed], durable: true }`;
  const clock = "clock: { broker: core, publish: [ticks.tick, orders.placed] }";
  const view = "view: { broker: core, subscribe: [ticks.tick] }";
  const wanted = edited("board: {", `${clock}\n  ${view}\n  board: {`);
  const plan = planOf(twoHubs, edited(more, readers, wanted));
  const last = Math.max(...plan.waves.map(({ number }) => number));
  const flows = plan.changes.filter(({ kind, name }) => kind === "flow" && name.includes("clock ->"));
  expect(flows.map(inShort)).toEqual([
    `add flow orders.placed: clock -> audit: NONE (proved), wave ${last}`,
    `add flow orders.placed: clock -> picking: NONE (proved), wave ${last}`,
    "add flow ticks.tick: clock -> board: NONE (proved), wave 1",
    "add flow ticks.tick: clock -> view: NONE (proved), wave 1",
  ]);
  expect(last).toBeGreaterThan(1);
});
