import type { Event } from "./mesh.ts";
import type { Pattern } from "./topic.ts";

/** Finds the events whose topics overlap a pattern without looking at all of them. */
export interface EventIndex {
  overlapping(pattern: Pattern): readonly Event[];
}

interface TopicNode {
  readonly below: Map<string, TopicNode>;
  readonly events: Event[];
}

/** A tree of topic levels, `*` being a level of its own. */
export function eventIndex(events: Iterable<Event>): EventIndex {
  const root: TopicNode = { below: new Map(), events: [] };
  for (const event of events) {
    let node = root;
    for (const level of event.topic) {
      const next = node.below.get(level) ?? { below: new Map(), events: [] };
      node.below.set(level, next);
      node = next;
    }
    node.events.push(event);
  }
  return {
    overlapping(pattern) {
      const found: Event[] = [];
      collect(root, pattern, 0, found);
      return found;
    },
  };
}

function collect(node: TopicNode, pattern: Pattern, index: number, found: Event[]): void {
  const level = pattern[index];
  if (level === undefined) {
    found.push(...node.events);
    return;
  }
  if (level === ">") {
    for (const next of node.below.values()) collectAll(next, found);
    return;
  }
  const matching = level === "*" ? node.below.values() : [node.below.get(level), node.below.get("*")];
  for (const next of matching) if (next) collect(next, pattern, index + 1, found);
}

function collectAll(node: TopicNode, found: Event[]): void {
  found.push(...node.events);
  for (const next of node.below.values()) collectAll(next, found);
}
