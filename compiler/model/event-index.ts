import type { Event } from "./mesh.ts";
import { type PatternIndex, patternIndex } from "./pattern-index.ts";

/** Finds the events whose topics overlap a pattern without looking at all of them. */
export type EventIndex = PatternIndex<Event>;

/** The events by their topics. */
export function eventIndex(events: Iterable<Event>): EventIndex {
  return patternIndex(events, ({ topic }) => topic);
}
