import type { Pattern } from "./topic.ts";

/** Finds what is about topics that overlap a pattern without looking at all that there is. */
export interface PatternIndex<T> {
  overlapping(pattern: Pattern): readonly T[];
}

interface TopicNode<T> {
  readonly below: Map<string, TopicNode<T>>;
  readonly values: T[];
}

/** A tree of topic levels, `*` being a level of its own. No pattern of a value may hold `>`; one that is asked for may. */
export function patternIndex<T>(values: Iterable<T>, patternOf: (value: T) => Pattern): PatternIndex<T> {
  const root: TopicNode<T> = { below: new Map(), values: [] };
  for (const value of values) {
    let node = root;
    for (const level of patternOf(value)) {
      const next: TopicNode<T> = node.below.get(level) ?? { below: new Map(), values: [] };
      node.below.set(level, next);
      node = next;
    }
    node.values.push(value);
  }
  return {
    overlapping(pattern) {
      const found: T[] = [];
      collect(root, pattern, 0, found);
      return found;
    },
  };
}

function collect<T>(node: TopicNode<T>, pattern: Pattern, index: number, found: T[]): void {
  const level = pattern[index];
  if (level === undefined) {
    found.push(...node.values);
    return;
  }
  if (level === ">") {
    for (const next of node.below.values()) collectAll(next, found);
    return;
  }
  const matching = level === "*" ? node.below.values() : [node.below.get(level), node.below.get("*")];
  for (const next of matching) if (next) collect(next, pattern, index + 1, found);
}

function collectAll<T>(node: TopicNode<T>, found: T[]): void {
  found.push(...node.values);
  for (const next of node.below.values()) collectAll(next, found);
}
