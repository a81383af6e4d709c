import { expect, test } from "vitest";
import type { Action, Change } from "../../compiler/plan/plan.ts";
import { planSummary } from "../../compiler/plan/plan-summary.ts";

function change(action: Action): Change {
  return {
    environment: "here",
    kind: "domain",
    name: action,
    action,
    effect: "NONE",
    basis: "proved",
    wave: 1,
    reason: "",
    flows: [],
    applications: [],
  };
}

test("what is drained, renamed or refused is counted apart, where there is some", () => {
  const changes = [change("change"), change("drain"), change("drain"), change("rename"), change("remove")];
  expect(planSummary({ changes, refused: [{ name: "line", why: "" }] })).toBe(
    "Plan: 0 to add, 1 to change, 1 to rename, 0 to replace, 2 to drain, 1 to remove, 1 refused; worst effect: NONE",
  );
  expect(planSummary({ changes: [change("add")], refused: [] })).toBe(
    "Plan: 1 to add, 0 to change, 0 to replace, 0 to remove; worst effect: NONE",
  );
});
