import { expect, test } from "vitest";
import { paint } from "../../cli/views/paint.ts";
import { planText } from "../../cli/views/plan-text.ts";
import { hostileStrings } from "../fuzz/hostile-strings.ts";
import { atPlants, change, plan } from "./hand-made-plan.ts";

const plain = paint(false);

test("a plan without changes says so, and counts nothing", () => {
  expect(planText(plan([]), plain, false)).toBe(
    "No changes: what was applied is what the manifest says.\n" +
      "Plan: 0 to add, 0 to change, 0 to replace, 0 to remove; worst effect: NONE\n",
  );
});

test("changes stand by environment and kind, the gravest first, with sign, effect, wave, basis, reason and what they touch", () => {
  const text = planText(
    plan(
      [
        change({
          name: "core",
          flows: ["orders.placed: till -> picking"],
          applications: ["picking", "till"],
        }),
        change({ name: "spare", action: "add", effect: "NONE", basis: "proved", reason: "new" }),
        change({
          name: "edge",
          effect: "INTERRUPTS",
          basis: "assumed",
          wave: 2,
          reason: "port 4222 becomes 4223",
        }),
        change({ kind: "domain", name: "orders", action: "drain", reason: "held until it is empty" }),
        change({
          environment: "shop",
          name: "shop",
          action: "replace",
          effect: "DATA LOSS",
          reason: "other engine",
        }),
        change({
          environment: "shop",
          kind: "flow",
          name: "a.b: c -> d",
          action: "remove",
          flows: ["a.b: c -> d"],
        }),
      ],
      { waves: [{ number: 1, title: "hubs", brokers: ["core"] }] },
    ),
    plain,
    false,
  );
  expect(text).toBe(`+ add   ~ change   -/+ replace   v drain   - remove

environment shop: 2 changes
  brokers
    -/+ shop  DATA LOSS, wave 1, observed: other engine
  flows
    -   a.b: c -> d  RELOAD, wave 1, observed: rights of billing are others

environment cloud: 4 changes
  brokers
    ~   edge   INTERRUPTS, wave 2, assumed: port 4222 becomes 4223
    ~   core   RELOAD, wave 1, observed: rights of billing are others
          flows: orders.placed: till -> picking
          applications: picking, till
    +   spare  NONE, wave 1, proved: new
  domains
    v   orders  RELOAD, wave 1, observed: held until it is empty

Waves, each in force before the next one begins:
  1. hubs: core

Plan: 1 to add, 2 to change, 1 to replace, 1 to drain, 1 to remove; worst effect: DATA LOSS
`);
});

test("what is refused comes first and in red, what holds meanwhile is told", () => {
  const some = plan([change()], {
    refused: [{ name: "domain orders", why: "its home moves, and it cannot move with what it holds yet" }],
    meanwhile: [
      { after: 1, until: 3, kind: "cut", what: "orders.placed does not reach picking", flows: ["f"] },
    ],
  });
  const lines = planText(some, paint(true), false).split("\n");
  expect(lines[0]).toBe(
    "\u001b[31mRefused; as long as one of these stands, nothing is carried out:\u001b[39m",
  );
  expect(lines[1]?.startsWith("\u001b[31m  ! domain orders: its home moves")).toBe(true);
  const text = planText(some, plain, false);
  expect(text).toContain("  after wave 1, until wave 3: orders.placed does not reach picking (flows: f)\n");
  expect(text).not.toContain("\u001b");
});

test("a thousand plants at which the same is done take no more lines than one, and all of them with --all", () => {
  const few = planText(plan(atPlants(1)), plain, false).split("\n");
  const many = planText(plan(atPlants(1_000)), plain, false);
  expect(many.split("\n").length).toBeLessThanOrEqual(few.length + 2);
  expect(many).toContain("environments plant-0001 … plant-1000 (1,000): 2,000 changes\n");
  expect(many).toContain("    ~   edge-0001 … edge-1000 (1,000)  RELOAD, wave 2, observed\n");
  expect(many).toContain("edge-0001 keeps telemetry for 2d, no more for 1d; likewise the others\n");
  expect(many).toContain("applications: mes-0001, mes-0002, mes-0003 and 997 more\n");
  const all = planText(plan(atPlants(1_000)), plain, true);
  for (const name of ["edge-0001", "edge-0517", "edge-1000"]) expect(all).toContain(`~   ${name}  RELOAD`);
  expect(all).not.toMatch(/\d more/);
});

test("what has no effect touches nobody, and says whom it is about only where all is told", () => {
  const one = change({
    action: "add",
    effect: "NONE",
    reason: "is new",
    flows: ["a.b: c -> d"],
    applications: ["c"],
  });
  expect(planText(plan([one]), plain, false)).not.toContain("applications:");
  expect(planText(plan([one]), plain, true)).toContain(
    "          flows: a.b: c -> d\n          applications: c\n",
  );
});

test("sites where something else is done are not folded with the others", () => {
  const others = [
    change({
      environment: "plant-0007",
      kind: "domain",
      name: "local",
      effect: "DATA LOSS",
      reason: "shorter",
    }),
    change({
      environment: "plant-9999",
      name: "edge-9999",
      wave: 2,
      reason: "edge-9999 keeps telemetry for 9d",
    }),
  ];
  const text = planText(plan([...atPlants(100), ...others]), plain, false);
  expect(text.indexOf("environment plant-0007: 3 changes")).toBeLessThan(
    text.indexOf("environments plant-0001"),
  );
  expect(text).toContain("environments plant-0001 … plant-0100 (99): 198 changes\n");
  expect(text).toContain("environment plant-9999: 1 change\n");
});

test("a list that was cut names what is gravest, and says how bad the rest can be", () => {
  const lone = Array.from({ length: 50 }, (_, at) =>
    change({
      kind: "flow",
      name: `f${"abcdefghij"[at % 10]}${"klmno"[Math.floor(at / 10)]}`,
      reason: `because of ${at}`,
    }),
  );
  const text = planText(
    plan([...lone, change({ kind: "flow", name: "zz", effect: "DATA LOSS" })]),
    plain,
    false,
  );
  expect(text).toMatch(/flows\n {4}~ {3}zz +DATA LOSS/);
  expect(text).toContain("    … 31 more, at worst RELOAD; --all lists them\n");
});

test("no line is wider than 100 columns unless a name is", () => {
  const reason =
    "the listener for clients gets another port, so that everybody who is connected is cut off once; ".repeat(
      4,
    );
  const flows = Array.from({ length: 40 }, (_, at) => `orders.placed: till-${at} -> picking-at-${at}`);
  const some = plan([change({ reason, flows }), ...atPlants(40)], {
    refused: [{ name: "domain orders", why: reason }],
    meanwhile: [{ after: 0, until: 2, kind: "exposed", what: reason, flows }],
    waves: [{ number: 1, title: "hubs", brokers: flows }],
  });
  for (const all of [false, true])
    for (const line of planText(some, plain, all).split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});

test("what is recorded and touches no broker is said before the line that counts, and is a change", () => {
  const noted = ["domain orders is not protected any more"];
  expect(planText(plan([], { noted }), plain, false)).toBe(
    "Recorded by `apply`, which touches no broker for it:\n" +
      "  domain orders is not protected any more\n\n" +
      "Plan: 0 to add, 0 to change, 0 to replace, 0 to remove; worst effect: NONE\n",
  );
  const many = Array.from({ length: 25 }, (_, at) => `team t${at} is protected from now on`);
  expect(planText(plan([], { noted: many }), plain, false)).toContain("\n  5 more; --all lists them\n");
  expect(planText(plan([], { noted: many }), plain, true)).toContain("  team t24 is protected");
});

test("what apply has to be allowed to lose is said as it is typed, and what would be refused otherwise", () => {
  const text = planText(
    plan([change({ kind: "domain", name: "orders", effect: "DATA LOSS" })], {
      refused: [{ name: "stock", why: "its home moves", allow: "domain/stock" }],
      toAllow: ["core", "orders"],
    }),
    plain,
    false,
  );
  expect(text).toContain("  ! stock: its home moves; --allow-data-loss=domain/stock would let it be lost\n");
  expect(text).toContain(
    "\nStored events would be lost. Where nobody needs them, say to `plan` and to `apply`:\n" +
      "  --allow-data-loss=core --allow-data-loss=orders\n\nPlan: ",
  );
});

test.each(hostileStrings)("%j as a name moves no cursor and begins no line", (text) => {
  const hostile = plan(
    [change({ environment: text, name: text, reason: text, flows: [text], applications: [text] })],
    {
      refused: [{ name: text, why: text }],
      toAllow: [text],
      noted: [text],
      waves: [{ number: 1, title: text, brokers: [text] }],
      meanwhile: [{ after: 1, until: 2, kind: "cut", what: text, flows: [text] }],
    },
  );
  const benign = plan(
    [change({ environment: "x", name: "x", reason: "x", flows: ["x"], applications: ["x"] })],
    {
      refused: [{ name: "x", why: "x" }],
      toAllow: ["x"],
      noted: ["x"],
      waves: [{ number: 1, title: "x", brokers: ["x"] }],
      meanwhile: [{ after: 1, until: 2, kind: "cut", what: "x", flows: ["x"] }],
    },
  );
  const lines = planText(hostile, plain, true).split("\n");
  expect(
    lines.filter((line) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(line) || /^\s*::/.test(line)),
  ).toEqual([]);
  // A short reason stands in the line before, unless it begins with a colon.
  if (text.length < 60 && text !== "" && !text.startsWith(":"))
    expect(lines).toHaveLength(planText(benign, plain, true).split("\n").length);
});
