import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import type { RunResult } from "../disturbed/disturbed-run.ts";
import { keptRuns } from "./kept-runs.ts";

const run: RunResult = {
  disturbance: "cut",
  variant: "all",
  flows: [],
  drained: 1,
  refused: [],
  pastProxies: [],
};

function someHash(): string {
  const hash = randomUUID();
  onTestFinished(() => keptRuns("test", hash).clear());
  return hash;
}

test("a run that was kept is found by who comes later, until all is forgotten", () => {
  const hash = someHash();
  keptRuns("test", hash).keep("first", run);
  const later = keptRuns("test", hash);
  later.keep("second", { ...run, drained: 2 });
  const last = keptRuns("test", hash);
  expect([last.find("first"), last.find("second")?.drained, last.find("third")]).toEqual([run, 2, undefined]);
  last.clear();
  expect(keptRuns("test", hash).find("first")).toBeUndefined();
});

test("what other code made is not found", () => {
  keptRuns("test", someHash()).keep("first", run);
  expect(keptRuns("test", someHash()).find("first")).toBeUndefined();
});
