import { expect, test } from "vitest";
import { namesToAllow } from "../../compiler/plan/losses-to-allow.ts";
import type { Change, Plan } from "../../compiler/plan/plan.ts";
import { planned, recordedAs } from "./recorded-as.ts";
import { analysisOf, type Entries, shopWith } from "./shop.ts";

const stored = { owner: "retail", delivery: "at-least-once", share: ["finance"] };

/** A domain of the shop that keeps what it stores so long. */
const kept = (name: string, event: string, age: string) => ({
  [name]: { ...stored, topic: name, retention: { age }, events: { [event]: {} } },
});

const roomy = { domains: { ...kept("stock", "counted", "9d") } };
const tight = { domains: { ...kept("stock", "counted", "2d") } };
const alsoCalledStock = {
  applications: { stock: { team: "retail", broker: "hb", publish: ["orders.paid"] } },
};

function plan(before: Entries, wanted: Entries, mayLose: readonly string[] = []): Plan {
  const old = analysisOf(shopWith(before));
  return planned(analysisOf(shopWith(wanted)), recordedAs(old, old.data), { mayLose }).plan;
}

test.each<[string, Entries, Entries, readonly string[]]>([
  ["what loses nothing has nothing to allow", tight, roomy, []],
  ["a domain that keeps less", roomy, tight, ["stock"]],
  [
    "a domain whose name another one has, by its kind",
    { ...roomy, ...alsoCalledStock },
    { ...tight, ...alsoCalledStock },
    ["domain/stock"],
  ],
])("%s", (_, before, wanted, toAllow) => {
  expect(plan(before, wanted).toAllow).toEqual(toAllow);
  expect(plan(before, wanted, toAllow)).toMatchObject({ toAllow: [], refused: [] });
});

test("what is refused since it would lose what is stored says how it is named to be lost, and then is done", () => {
  const moved = {
    domains: { stock: { ...stored, topic: "stock", home: "hb", events: { counted: {} } } },
    brokers: {
      hb: {
        environment: "centre",
        engine: "nats",
        storage: "1Gi",
        listeners: { nats: 4300, management: 4301, gateway: 4302, cluster: 4303, leafnode: 4304 },
      },
    },
  };
  const { refused } = plan({ brokers: moved.brokers }, moved);
  expect(refused.length).toBeGreaterThan(0);
  const names = refused.flatMap(({ allow }) => allow ?? []);
  expect(names).toHaveLength(refused.length);
  expect(plan({ brokers: moved.brokers }, moved, names)).toMatchObject({ refused: [] });
});

test("what is protected cannot be allowed to be lost", () => {
  const before = {
    domains: { stock: { ...stored, protect: true, topic: "stock", events: { counted: {} } } },
  };
  const { refused } = plan(before, {
    domains: { stock: null },
    applications: {
      till: { team: "retail", broker: "ha", publish: ["orders.*"] },
      books: { team: "finance", broker: "ha", subscribe: ["orders.paid"], durable: true },
    },
  });
  expect(refused).toMatchObject([{ name: "stock", why: expect.stringContaining("it is protected") }]);
  expect(refused[0]).not.toHaveProperty("allow");
});

test("each name is to be allowed once, and in order", () => {
  const losses = ["orders", "stock", "orders", "board"].map((allow) => ({ change: {} as Change, allow }));
  expect(namesToAllow(losses)).toEqual(["board", "orders", "stock"]);
});
