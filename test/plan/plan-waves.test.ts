import { expect, test } from "vitest";
import type { Happening } from "../../compiler/plan/happening.ts";
import { wavesOf, withRemovalAt } from "../../compiler/plan/plan-waves.ts";

const order = { of: new Map(), last: 2, contract: 3, removal: 4 };
const done = (wave: number, broker: string) => ({ wave, broker }) as Happening;

test("waves go as far as something is done or a change comes, with those between in which nothing does", () => {
  expect(wavesOf(order, [done(1, "b"), done(1, "a")], [{ wave: 1 }])).toEqual([
    { number: 1, title: "hubs", brokers: ["a", "b"] },
  ]);
  expect(wavesOf(order, [done(1, "a")], [{ wave: 2 }])).toEqual([
    { number: 1, title: "hubs", brokers: ["a"] },
    { number: 2, title: "who dials hubs", brokers: [] },
  ]);
  expect(wavesOf(order, [done(4, "a")], []).map(({ title, brokers }) => [title, ...brokers])).toEqual([
    ["hubs"],
    ["who dials hubs"],
    ["what was held on to"],
    ["removal", "a"],
  ]);
});

test("what is only said otherwise has no wave", () => {
  expect(wavesOf(order, [], [{ wave: 2 }])).toEqual([]);
});

test("what is drained goes in a wave of its own, also where nothing else is done by then", () => {
  expect(withRemovalAt([], [], order).map(({ title }) => title)).toEqual([
    "hubs",
    "who dials hubs",
    "what was held on to",
    "removal",
  ]);
  const waves = withRemovalAt(wavesOf(order, [done(1, "a"), done(4, "c")], []), ["b"], order);
  expect(waves.map(({ brokers }) => brokers)).toEqual([["a"], [], [], ["b", "c"]]);
});

test("a hub at which something is stored is told as that, and not as who dials hubs", () => {
  const of = new Map([
    ["hub", 1],
    ["edge", 2],
  ]);
  const titles = (...all: readonly Happening[]) =>
    wavesOf({ ...order, of }, all, []).map(({ title }) => title);
  expect(titles(done(1, "hub"), done(2, "edge"))).toEqual(["hubs", "who dials hubs"]);
  expect(titles(done(1, "hub"), done(2, "edge"), done(2, "hub"))).toEqual([
    "hubs",
    "who dials hubs, and what is stored",
  ]);
  expect(titles(done(2, "gone"))).toEqual(["hubs", "who dials hubs"]);
});
