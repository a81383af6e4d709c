import { expect, test } from "vitest";
import { lasting } from "../../compiler/plan/lasting.ts";

const found = (...waves: readonly (readonly [number, ...string[]])[]) =>
  lasting(
    waves.map(([after, ...all]) => ({ after, found: all })),
    (what) => what,
  ).map(({ what, after, until }) => `${what} ${after}-${until}`);

test("what is so after several waves is told once, until the wave after which it is no more", () => {
  expect(found([0], [1, "a"], [2, "a", "b"], [4])).toEqual(["a 1-4", "b 2-4"]);
});

test("what comes back is told again", () => {
  expect(found([0], [1, "a"], [2], [3, "a"], [4])).toEqual(["a 1-2", "a 3-4"]);
});

test("what is so to the last lasts one wave more", () => {
  expect(found([0], [3, "a"])).toEqual(["a 3-4"]);
});
