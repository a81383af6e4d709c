import * as fc from "fast-check";
import { expect, test } from "vitest";
import { covers, intersection, overlaps, printPattern } from "../../compiler/model/topic.ts";
import { matches, patterns, smallTopics } from "../harness/small-topics.ts";

test("two patterns overlap exactly if some topic is in both", () => {
  fc.assert(
    fc.property(patterns, patterns, (a, b) => {
      expect(overlaps(a, b)).toBe(smallTopics.some((topic) => matches(a, topic) && matches(b, topic)));
    }),
    { numRuns: 2_000 },
  );
});

test("the intersection of two patterns holds exactly the topics that both hold", () => {
  fc.assert(
    fc.property(patterns, patterns, (a, b) => {
      const common = intersection(a, b);
      const inBoth = smallTopics.filter((topic) => matches(a, topic) && matches(b, topic));
      expect(common ? smallTopics.filter((topic) => matches(common, topic)) : []).toEqual(inBoth);
    }),
    { numRuns: 1_000 },
  );
});

test("a pattern covers another exactly if it holds every topic of it", () => {
  fc.assert(
    fc.property(patterns, patterns, (outer, inner) => {
      const isCovered = smallTopics.every((topic) => !matches(inner, topic) || matches(outer, topic));
      expect(covers(outer, inner)).toBe(isCovered);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ["a/*", "a/b", "a/b"],
  ["*/b", "a/*", "a/b"],
  ["a/>", "a/b/c", "a/b/c"],
  ["a/>", "*/b/>", "a/b/>"],
  ["*/>", "a/*", "a/*"],
])("%s and %s have %s in common", (a, b, common) => {
  const found = intersection(a.split("/"), b.split("/"));
  expect(found && printPattern(found)).toBe(common);
});

test.each([
  ["a", "a/b"],
  ["a/>", "a"],
  ["a/b", "a/c"],
  ["a/*", "a/b/c"],
  ["*/*/>", "a/b"],
])("%s and %s have nothing in common", (a, b) => {
  expect(intersection(a.split("/"), b.split("/"))).toBeUndefined();
  expect(overlaps(b.split("/"), a.split("/"))).toBe(false);
});
