import { compare } from "../model/compare.ts";
import type { Application, Event } from "../model/mesh.ts";
import { type PatternIndex, patternIndex } from "../model/pattern-index.ts";
import { intersection, type Pattern } from "../model/topic.ts";
import type { PlacesOf } from "./needs.ts";
import type { Parties, Party } from "./parties.ts";
import type { Sides } from "./sides.ts";

/** A publisher and whoever takes it in, one on each side of a link, and the topics that go from the one to the other. */
export interface Meeting {
  readonly publisher: Application;
  readonly taker: Taker;
  readonly common: Pattern;
}

/** A subscriber, or the broker where the event is stored, by name. */
export type Taker = { readonly subscriber: string } | { readonly home: string };

/** What goes on of one event over a link. */
export interface Traffic {
  readonly event: Event;
  /** Whether somebody can publish it beyond. */
  readonly isPublishedBeyond: boolean;
  /** What is published below and read or stored beyond. */
  up(): Iterable<Meeting>;
  /** What is published beyond and read below. */
  down(): Iterable<Meeting>;
}

/** Some who publish an event and some who read it. */
interface Some {
  readonly publishers: Set<Party>;
  readonly subscribers: Set<Party>;
}

interface Entry {
  readonly party: Party;
  readonly pattern: Pattern;
}

/** All who have to do with an event, and by their topics. */
interface All {
  readonly parties: Parties;
  /** Where the event is stored, if it is. */
  readonly home: string | undefined;
  readonly publishers: PatternIndex<Entry>;
  readonly subscribers: PatternIndex<Entry>;
}

type Action = keyof Some;

/**
 * Finds what goes on over links of the events that somebody below them publishes or reads, sorted by event. A mesh may have
 * a thousand such links, so that none looks at everybody.
 */
export function trafficOver(
  events: readonly Parties[],
  placesOf: PlacesOf,
  homes: ReadonlyMap<Event, string>,
): (sides: Sides) => readonly Traffic[] {
  const byBroker = new Map<string, Map<All, Some>>();
  for (const parties of events) {
    const all = {
      parties,
      home: homes.get(parties.event),
      publishers: indexOf(parties.publishers),
      subscribers: indexOf(parties.subscribers),
    };
    for (const action of ["publishers", "subscribers"] as const) {
      for (const party of parties[action]) {
        for (const { name } of placesOf(party.application)) {
          const here = byBroker.get(name) ?? new Map<All, Some>();
          byBroker.set(name, here);
          someOf(here, all)[action].add(party);
        }
      }
    }
  }
  return (sides) => {
    const below = new Map<All, Some>();
    for (const name of sides.below) {
      for (const [all, here] of byBroker.get(name) ?? []) {
        for (const action of ["publishers", "subscribers"] as const)
          for (const party of here[action]) someOf(below, all)[action].add(party);
      }
    }
    return [...below].map(([all, here]) => trafficOf(all, here, sides, placesOf)).toSorted(byEvent);
  };
}

function someOf(known: Map<All, Some>, all: All): Some {
  const some = known.get(all) ?? { publishers: new Set(), subscribers: new Set() };
  known.set(all, some);
  return some;
}

function indexOf(parties: readonly Party[]): PatternIndex<Entry> {
  const entries = parties.flatMap((party) => party.patterns.map((pattern) => ({ party, pattern })));
  return patternIndex(entries, ({ pattern }) => pattern);
}

function trafficOf(all: All, below: Some, sides: Sides, placesOf: PlacesOf): Traffic {
  const { home, parties } = all;
  const { event, publishers } = parties;
  const isBeyond = ({ application }: Party) =>
    placesOf(application).some(({ name }) => sides.mayBeBeyond(name));
  const parted = (one: Party, other: Party) =>
    placesOf(one.application).some(
      (at) =>
        sides.below.has(at.name) &&
        placesOf(other.application).some((beyond) => sides.parts(at.name, beyond.name)),
    );
  return {
    event,
    isPublishedBeyond: publishers.some(isBeyond),
    *up() {
      // Homes are at hubs, which are beyond whatever edges dial.
      if (home !== undefined) for (const publisher of below.publishers) yield* takenIn(publisher, home);
      for (const [publisher, subscriber, common] of pairs(below.publishers, all, "subscribers"))
        if (parted(publisher, subscriber)) yield meeting(publisher, subscriber, common);
    },
    *down() {
      for (const [subscriber, publisher, common] of pairs(below.subscribers, all, "publishers"))
        if (parted(subscriber, publisher)) yield meeting(publisher, subscriber, common);
    },
  };
}

/** A home takes in all of an event, whether or not somebody reads it. */
function* takenIn({ application, patterns }: Party, home: string): Generator<Meeting> {
  for (const common of patterns) yield { publisher: application, taker: { home }, common };
}

/** Each of some with everybody who does the other thing to topics of its own, and those topics. */
function* pairs(
  some: ReadonlySet<Party>,
  all: All,
  others: Action,
): Generator<readonly [Party, Party, Pattern]> {
  for (const one of some) {
    for (const own of one.patterns) {
      for (const { party, pattern } of all[others].overlapping(own)) {
        const common = intersection(own, pattern);
        if (common) yield [one, party, common];
      }
    }
  }
}

function meeting(publisher: Party, subscriber: Party, common: Pattern): Meeting {
  return { publisher: publisher.application, taker: { subscriber: subscriber.application.name }, common };
}

function byEvent({ event: one }: Traffic, { event: other }: Traffic): number {
  return compare(one.domain, other.domain) || compare(one.name, other.name);
}
