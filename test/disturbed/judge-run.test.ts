import { expect, test } from "vitest";
import type { RunFlow } from "./counted-run.ts";
import type { RunResult } from "./disturbed-run.ts";
import { faultsOf } from "./judge-run.ts";
import { summaryOf } from "./summary.ts";

const kept = { name: "kept", lost: "none", duplicates: "counted" } as const;
const once = { name: "once", lost: "none", duplicates: "none" } as const;
const counted = { name: "counted", lost: "counted", duplicates: "counted" } as const;

function flow(kind: RunFlow["kind"], lost: number, duplicates = 0, reader = "books"): RunFlow {
  const times = { longestPause: 1_000, longestDelay: 500 };
  const counts = { published: 1_000, received: 1_000 - lost, lost, duplicates };
  return { publisher: "shop", reader, ...counts, ...times, kind, rate: 10 };
}

function run(...flows: readonly RunFlow[]): RunResult {
  return { disturbance: "cut", variant: "all", flows, drained: 100, refused: [], pastProxies: [] };
}

const plan = { cut: 10_000 };

test("what is promised holds: nothing lost, and duplicates where they are only counted", () => {
  expect(faultsOf(run(flow(kept, 0, 7), flow(once, 0), flow(counted, 250, 3)), plan)).toEqual([]);
});

test.each([
  [flow(kept, 1), "shop > books (kept): 1 of 1000 lost, at most 0"],
  [flow(once, 0, 2), "shop > books (once): 2 duplicates"],
  [flow(counted, 251), "shop > books (counted): 251 of 1000 lost, at most 250"],
  [{ ...flow(kept, 0), published: 0 }, "shop > books (kept): nothing was published"],
])("a promise that does not hold is told, %#", (broken, words) => {
  expect(faultsOf(run(broken), plan)).toEqual([words]);
});

test("so is what was refused, and a connection that no cut would have reached", () => {
  const wrong = { ...run(), refused: ["shop: no"], pastProxies: ["north-0 to south"] };
  expect(faultsOf(wrong, plan)).toEqual(["refused: shop: no", "past the proxies: north-0 to south"]);
});

test("a summary has the worst reader of the worst run, and adds its publishers up", () => {
  const first = run(flow(counted, 5), flow(counted, 6), flow(counted, 20, 1, "audit"));
  const second = { ...run(flow(counted, 1, 9), flow(counted, 0), flow(counted, 2, 0, "audit")), drained: 50 };
  expect(summaryOf([first, second])).toEqual([
    {
      disturbance: "cut",
      kind: "counted",
      published: 1_000,
      lost: 20,
      duplicates: 9,
      longestPause: 1_000,
      longestDelay: 500,
      drained: 100,
    },
  ]);
});
