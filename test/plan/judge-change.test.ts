import { expect, test } from "vitest";
import type { Effect } from "../../compiler/model/effect.ts";
import { mayComeTwice } from "../../compiler/plan/may-come-twice.ts";
import type { Change, Meanwhile } from "../../compiler/plan/plan.ts";
import { type Deletion, type JudgedFlow, judgeChange } from "../live/effects/judge-change.ts";

const flow = (counted: Partial<JudgedFlow> = {}): JudgedFlow => ({
  name: "a",
  isKept: false,
  comesOnce: false,
  sent: 100,
  lost: 0,
  twice: 0,
  longestDelay: 0,
  ...counted,
});
const change = (effect: Effect, flows: readonly string[] = ["a"]): Change => ({
  environment: "here",
  kind: "broker",
  name: "hub",
  action: "change",
  effect,
  basis: "observed",
  wave: 1,
  reason: "it differs",
  flows,
  applications: [],
});
const repeating = (effect: Effect): Change => ({ ...change(effect), reason: `it differs; ${mayComeTwice}` });
const cut: Meanwhile = { after: 1, until: 2, kind: "cut", what: "it is cut", flows: ["a"] };
const domain = { ...change("DATA LOSS"), kind: "domain", name: "orders" } as const;
const kept = { isKept: true };
const ofOrders = (events: number): Deletion => ({ domain: "orders", events });

const judged = (
  changes: readonly Change[],
  flows: readonly JudgedFlow[],
  {
    meanwhile = [],
    deletions = [],
  }: { meanwhile?: readonly Meanwhile[]; deletions?: readonly Deletion[] } = {},
) => judgeChange({ changes, meanwhile }, flows, deletions);

test.each([
  ["nothing is lost and nothing is said", judged([], [flow()])],
  ["what interrupts loses", judged([change("INTERRUPTS")], [flow({ lost: 1 })])],
  ["what interrupts repeats", judged([repeating("INTERRUPTS")], [flow({ twice: 1 })])],
  ["what is cut loses", judged([], [flow({ lost: 1 })], { meanwhile: [cut] })],
  ["what is kept nowhere loses as servers restart", judged([change("ROLLING RESTART")], [flow({ lost: 1 })])],
  ["a rolling restart loses nothing", judged([change("ROLLING RESTART")], [flow()])],
  [
    "one of two is interrupted",
    judged([change("INTERRUPTS", ["a", "b"])], [flow(), flow({ name: "b", lost: 1 })]),
  ],
  [
    "what is kept comes twice where it is cut",
    judged([repeating("INTERRUPTS")], [flow({ ...kept, twice: 1 })]),
  ],
  ["what is stored is lost", judged([domain], [flow({ ...kept, lost: 1 })], { deletions: [ofOrders(1)] })],
  [
    "what is kept comes twice as servers restart",
    judged([repeating("ROLLING RESTART")], [flow({ ...kept, twice: 1 })]),
  ],
  ["nothing is deleted", judged([], [], { deletions: [ofOrders(0)] })],
])("a plan is right where %s", (_name, faults) => {
  expect(faults).toEqual([]);
});

test.each([
  [
    "a loss without a word",
    judged([], [flow({ lost: 1 })]),
    "a lost 1 of 100, and the plan says nothing of it",
  ],
  [
    "a repetition without a word",
    judged([], [flow({ twice: 2 })]),
    "a got 2 twice, and the plan says nothing of it",
  ],
  [
    "a repetition at a restart of which no word says so",
    judged([change("ROLLING RESTART")], [flow({ twice: 2 })]),
    "a got 2 twice, and the plan says ROLLING RESTART of it",
  ],
  [
    "a repetition of what comes once",
    judged([repeating("INTERRUPTS")], [flow({ comesOnce: true, twice: 1 })]),
    "a got 1 twice, and the plan says INTERRUPTS of it",
  ],
  [
    "a loss at a reload",
    judged([change("RELOAD")], [flow({ lost: 1 })]),
    "a lost 1 of 100, and the plan says RELOAD of it",
  ],
  [
    "a loss of a flow that is not named",
    judged([change("INTERRUPTS", ["b"])], [flow({ lost: 1 })]),
    "a lost 1 of 100, and the plan says nothing of it",
  ],
  [
    "a loss of what is kept where it is cut",
    judged([change("INTERRUPTS")], [flow({ ...kept, lost: 1 })], { meanwhile: [cut] }),
    "a lost 1 of 100, and the plan says INTERRUPTS of it",
  ],
  [
    "a loss of what is kept as servers restart",
    judged([change("ROLLING RESTART")], [flow({ ...kept, lost: 1 })]),
    "a lost 1 of 100, and the plan says ROLLING RESTART of it",
  ],
  [
    "an interruption of which nothing is felt",
    judged([change("INTERRUPTS")], [flow()]),
    "broker hub interrupts none of its 1 flows that are kept nowhere",
  ],
  [
    "a deletion without a word",
    judged([change("INTERRUPTS")], [], { deletions: [ofOrders(3)] }),
    "3 stored events of orders were deleted, and the plan does not say so",
  ],
  [
    "a loss of data where nothing is deleted",
    judged([domain], [], { deletions: [ofOrders(0)] }),
    "the plan says that stored events of orders are lost, and none were",
  ],
])("a plan is wrong with %s", (_name, faults, fault) => {
  expect(faults).toEqual([fault]);
});
