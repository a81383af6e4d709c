import * as fc from "fast-check";
import { expect, test } from "vitest";
import { suggest } from "../../compiler/diagnostics/suggest.ts";

test.each([
  ["broekr", ["brokers", "broker"], "broker"],
  ["Broker", ["broker"], "broker"],
  ["borkers", ["links", "brokers"], "brokers"],
  ["cora", ["core", "corn"], "core"],
  ["sails", ["sales"], "sales"],
  ["slaes", ["sales"], "sales"],
  ["sails", ["store"], undefined],
  ["sail", ["seal"], undefined],
  ["ab", ["ba"], "ba"],
  ["ab", ["xy"], undefined],
  ["x", ["broker"], undefined],
  ["x", ["a", "xy"], undefined],
  ["x", ["X"], "X"],
  ["nothing", [], undefined],
])("for %s among %j the guess is %s", (written, candidates, guess) => {
  expect(suggest(written, candidates)).toBe(guess);
});

test("the guess is the first of the nearest, by a distance worked out in full", () => {
  const words = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 7 });
  fc.assert(
    fc.property(words, fc.array(words, { maxLength: 8 }), (written, candidates) => {
      const limit =
        written.length < 2 ? 0 : written.length < 5 ? 1 : Math.max(2, Math.floor(written.length / 3));
      const distances = candidates.map((candidate) => distance(written, candidate));
      const least = Math.min(limit + 1, ...distances);
      expect(suggest(written, candidates)).toBe(
        least > limit ? undefined : candidates[distances.indexOf(least)],
      );
    }),
    { numRuns: 3_000 },
  );
});

/** Insertions, deletions, substitutions and swaps of neighbours, each letter being part of one of them. */
function distance(a: string, b: string): number {
  if (a === "" || b === "") return a.length + b.length;
  const [shortA, shortB] = [a.slice(0, -1), b.slice(0, -1)];
  const costs = [
    distance(shortA, shortB) + (a.at(-1) === b.at(-1) ? 0 : 1),
    distance(shortA, b) + 1,
    distance(a, shortB) + 1,
  ];
  const isSwap = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
  if (isSwap) costs.push(distance(a.slice(0, -2), b.slice(0, -2)) + 1);
  return Math.min(...costs);
}
