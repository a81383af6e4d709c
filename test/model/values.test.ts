import { expect, test } from "vitest";
import { compare, sortedByName } from "../../compiler/model/compare.ts";
import type { Environment, Event } from "../../compiler/model/mesh.ts";
import { pairKey } from "../../compiler/model/pair-key.ts";
import { residencyAllows } from "../../compiler/model/residency.ts";
import { teamMay } from "../../compiler/model/sharing.ts";

test("names sort by code unit, whatever the locale says", () => {
  const names = ["ä", "b", "a-b", "a", "Z", "a0"];
  expect(names.toSorted(compare)).toEqual(["Z", "a", "a-b", "a0", "b", "ä"]);
  expect(sortedByName([{ name: "b" }, { name: "a" }])).toEqual([{ name: "a" }, { name: "b" }]);
});

test("a pair has one key in both orders, and no other pair has it", () => {
  expect(pairKey("a", "b")).toBe(pairKey("b", "a"));
  expect(pairKey("a", "b-c")).not.toBe(pairKey("a-b", "c"));
});

test.each([
  [undefined, undefined, true],
  [undefined, "eu", true],
  [["eu", "ch"], "ch", true],
  [["eu"], "us", false],
  [["eu"], undefined, false],
  [[], "eu", false],
])("an event with residency %j may be in an environment of %s: %s", (residency, there, allowed) => {
  const environment: Environment = {
    name: "e",
    platform: "local",
    deploy: "process",
    dialable: true,
    hosts: new Map(),
    ...(there !== undefined && { residency: there }),
  };
  expect(residencyAllows(residency ? { residency } : {}, environment)).toBe(allowed);
});

test.each([
  ["owner", "publish", true],
  ["owner", "subscribe", true],
  ["reader", "subscribe", true],
  ["reader", "publish", false],
  ["writer", "publish", true],
  ["writer", "subscribe", false],
  ["stranger", "subscribe", false],
] as const)("of an event shared with a reader and a writer, %s may %s: %s", (team, action, may) => {
  expect(teamMay(team, action, shared({ subscribe: ["reader"], publish: ["writer"] }))).toBe(may);
});

test("what is shared with all may be read by all and written by its owner", () => {
  expect(teamMay("stranger", "subscribe", shared({ subscribe: "all", publish: [] }))).toBe(true);
  expect(teamMay("stranger", "publish", shared({ subscribe: "all", publish: [] }))).toBe(false);
});

function shared(share: Event["share"]): Event {
  return {
    name: "e",
    domain: "d",
    owner: "owner",
    topic: ["d", "e"],
    parameters: new Map(),
    share,
    classification: [],
    load: {},
    terms: { delivery: "at-most-once", retention: {} },
  };
}
