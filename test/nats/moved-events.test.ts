import { expect, test } from "vitest";
import type { Provision } from "../../compiler/model/workload.ts";
import { filtersOf, givenUp, meet, readsInstead } from "../../targets/engines/nats/moved-events.ts";

function durable(name: string, within: string, ...filters: readonly string[]): Provision {
  return { kind: "consumer", name, within, stage: 1, settings: { filter_subjects: filters } };
}

test("a consumer has one filter, several or none", () => {
  expect(filtersOf({ filter_subject: "a.b" })).toEqual(["a.b"]);
  expect(filtersOf({ filter_subjects: ["a.b", "a.c"] })).toEqual(["a.b", "a.c"]);
  expect(filtersOf({ filter_subject: "" })).toEqual([]);
  expect(filtersOf({})).toEqual([]);
});

test("what is given up is what was there before and is not any more", () => {
  expect(givenUp(["a.b", "a.c"], ["a.c", "a.d"])).toEqual(["a.b"]);
});

test.each([
  ["a.b", "a.b", true],
  ["a.*.c", "a.b.*", true],
  ["a.*", "a.b.c", false],
  ["a.>", "a.b.c", true],
])("%s and %s have a subject in common: %s", (one, other, expected) => {
  expect(meet(one, other)).toBe(expected);
});

test.each([
  ["from another stream", durable("billing", "orders_placed", "orders.placed"), "orders_placed"],
  [
    "by a durable of its own there",
    durable("billing__placed", "orders_placed", "orders.placed"),
    "orders_placed",
  ],
  ["from a copy of another stream", durable("billing", "sales_at_west", "orders.*"), "sales_at_west"],
  [
    "from a copy of the same stream, which goes on where it was",
    durable("billing", "orders_at_west", "orders.placed"),
    undefined,
  ],
  ["somebody else", durable("audit", "orders_placed", "orders.placed"), undefined],
  ["something else", durable("billing", "orders_paid", "orders.paid"), undefined],
])("what a durable gives up is read %s", (_, other, expected) => {
  expect(readsInstead(durable("billing", "orders", "orders.placed"), ["orders.placed"], [other])).toBe(
    expected,
  );
});
