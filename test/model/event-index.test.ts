import * as fc from "fast-check";
import { expect, test } from "vitest";
import { eventIndex } from "../../compiler/model/event-index.ts";
import type { Event } from "../../compiler/model/mesh.ts";
import { overlaps, type Pattern } from "../../compiler/model/topic.ts";
import { closedPatterns, patterns } from "../harness/small-topics.ts";

test("the index finds the events that a search of all of them finds, each once", () => {
  fc.assert(
    fc.property(fc.array(closedPatterns, { maxLength: 12 }), patterns, (topics, pattern) => {
      const events = topics.map((topic, index) => eventNamed(`e${index}`, topic));
      const found = eventIndex(events).overlapping(pattern);
      const expected = events.filter((event) => overlaps(event.topic, pattern));
      expect(found.map((event) => event.name).toSorted()).toEqual(
        expected.map((event) => event.name).toSorted(),
      );
    }),
    { numRuns: 2_000 },
  );
});

test("an index of nothing finds nothing", () => {
  expect(eventIndex([]).overlapping([">"])).toEqual([]);
});

function eventNamed(name: string, topic: Pattern): Event {
  return {
    name,
    domain: "d",
    owner: "t",
    topic,
    parameters: new Map(),
    share: { subscribe: [], publish: [] },
    classification: [],
    load: {},
    terms: { delivery: "at-most-once", retention: {} },
  };
}
