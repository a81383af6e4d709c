import * as fc from "fast-check";
import type { Pattern } from "../../compiler/model/topic.ts";

/** Patterns of up to four levels over few words, so that they often meet. */
export const patterns: fc.Arbitrary<Pattern> = fc
  .tuple(fc.array(fc.constantFrom("a", "b", "*"), { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([levels, isOpen]) => (isOpen ? [...levels, ">"] : levels));

/** The same without `>`: what events have. */
export const closedPatterns: fc.Arbitrary<Pattern> = patterns.filter((pattern) => !pattern.includes(">"));

/** Every topic of up to six levels over three words, one of which stands in no pattern. */
export const smallTopics: readonly (readonly string[])[] = topicsUpTo(6);

/** Whether a topic is in the set of a pattern, level by level as the manual of patterns says it. */
export function matches(pattern: Pattern, topic: readonly string[]): boolean {
  const expression = pattern
    .map((level) => (level === "*" ? "[^/]+" : level === ">" ? "[^/]+(/[^/]+)*" : level))
    .join("/");
  return new RegExp(`^${expression}$`).test(topic.join("/"));
}

function topicsUpTo(length: number): readonly (readonly string[])[] {
  if (length === 0) return [];
  const shorter = topicsUpTo(length - 1);
  const longest = shorter.filter((topic) => topic.length === length - 1);
  const heads = length === 1 ? [[]] : longest;
  return [...shorter, ...heads.flatMap((head) => ["a", "b", "c"].map((level) => [...head, level]))];
}
