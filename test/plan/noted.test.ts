import { expect, test } from "vitest";
import type { Plan } from "../../compiler/plan/plan.ts";
import { planned, recordedAs } from "./recorded-as.ts";
import { analysisOf, type Entries, shop, shopWith } from "./shop.ts";

/** The shop with one entry that says something more. */
function saying(section: string, name: string, more: object): Entries {
  return shopWith({ [section]: { [name]: { ...shop[section]?.[name], ...more } } });
}

const [on, off] = [{ protect: true }, { protect: false }];

function plan(before: Entries, wanted: Entries, environments: readonly string[] = []): Plan {
  const old = analysisOf(before);
  return planned(analysisOf(wanted), recordedAs(old, old.data), { environments }).plan;
}

test.each([
  ["teams", "retail", "team retail"],
  ["environments", "plant", "environment plant"],
  ["brokers", "hb", "broker hb"],
  ["domains", "orders", "domain orders"],
  ["applications", "till", "application till"],
])("of %s it is told that one is protected, or is so no more", (section, name, called) => {
  const told = (before: object, now: object) => {
    const { changes, refused, noted } = plan(saying(section, name, before), saying(section, name, now));
    expect([changes, refused]).toEqual([[], []]);
    return noted;
  };
  expect(told(on, {})).toEqual([`${called} is not protected any more`]);
  expect(told(on, off)).toEqual([`${called} is not protected any more`]);
  expect(told({}, on)).toEqual([`${called} is protected from now on`]);
  expect(told(on, on)).toEqual([]);
});

test("of an event it is told by its domain", () => {
  const orders = (paid: object) => saying("domains", "orders", { events: { placed: {}, paid } });
  expect(plan(orders(on), orders({})).noted).toEqual(["event orders.paid is not protected any more"]);
});

test("what is new is protected without a word more", () => {
  const { changes, noted } = plan(shop, shopWith({ teams: { audit: on } }));
  expect(noted).toEqual([expect.stringMatching(/no broker has to know/)]);
  expect(changes).toEqual([]);
});

test("of what no broker knows it is told that it is otherwise, where nothing else is", () => {
  const described = saying("domains", "orders", { description: "What was ordered" });
  expect(plan(shop, described).noted).toEqual([expect.stringMatching(/no broker has to know/)]);
  const reader = { team: "retail", broker: "hb", subscribe: ["orders.placed"] };
  const more = plan(shop, { ...described, applications: { ...shop["applications"], more: reader } });
  expect(more.changes.length).toBeGreaterThan(0);
  expect(more.noted).toEqual([]);
});

test("what was never applied has nothing to be told", () => {
  expect(planned(analysisOf(saying("teams", "retail", on)), undefined).plan.noted).toEqual([]);
});

test("of an environment that is not planned nothing is told", () => {
  const old = analysisOf(shop);
  const recorded = recordedAs(old, old.data, ["centre"]);
  const wanted = analysisOf(saying("teams", "retail", on));
  expect(planned(wanted, recorded, { environments: ["plant"] }).plan.noted).toEqual([]);
  expect(planned(wanted, recorded, { environments: ["centre"] }).plan.noted).toHaveLength(1);
});

test("an event, and its domain, that are renamed at once are told by their new names", () => {
  const orders = (name: string, more: object, paid: Readonly<Record<string, object>>) =>
    shopWith({
      domains: {
        orders: null,
        [name]: { ...shop["domains"]?.["orders"], ...more, events: { placed: {}, ...paid } },
      },
      applications: Object.fromEntries(
        Object.entries(shop["applications"] ?? {}).map(([key, one]) => [
          key,
          JSON.parse(
            JSON.stringify(one)
              .replaceAll("orders.paid", `${name}.${Object.keys(paid)[0]}`)
              .replaceAll("orders.", `${name}.`),
          ) as object,
        ]),
      ),
    });
  const before = orders("orders", {}, { paid: on });
  const event = { settled: { renamedFrom: "paid" } };
  expect(plan(before, orders("orders", {}, event)).noted).toEqual([
    "event orders.settled is not protected any more",
  ]);
  const both = orders("sales", { renamedFrom: "orders" }, event);
  expect(plan(before, both).noted).toEqual(["event sales.settled is not protected any more"]);
});
