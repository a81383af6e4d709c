import { expect, test } from "vitest";
import { fullPlan } from "../disturbed/plan.ts";
import { planOf } from "./plants-run.ts";

test("a longer disturbance is published through, and for as long after it as a usual one", () => {
  const usual = { name: "cut", variants: [] };
  expect(planOf(usual, fullPlan)).toEqual(fullPlan);
  const long = planOf({ ...usual, seconds: 60 }, fullPlan);
  const after = ({ publishing, before, cut }: typeof fullPlan) => publishing - before - cut;
  expect(long.cut).toBe(60_000);
  expect(after(long)).toBe(after(fullPlan));
});
