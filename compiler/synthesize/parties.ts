import { compare, sortedByName } from "../model/compare.ts";
import type { Access, Application, Event } from "../model/mesh.ts";
import type { Pattern } from "../model/topic.ts";

/** An application and the patterns of one event that it publishes or subscribes to. */
export interface Party {
  readonly application: Application;
  readonly patterns: readonly Pattern[];
}

/** Who publishes and subscribes to an event, sorted by name. */
export interface Parties {
  readonly event: Event;
  readonly publishers: readonly Party[];
  readonly subscribers: readonly Party[];
}

/** Who has to do with each event, sorted by event. */
export function partiesByEvent(all: Iterable<Application>): readonly Parties[] {
  const byEvent = new Map<Event, { event: Event; publishers: Party[]; subscribers: Party[] }>();
  const of = (event: Event) => {
    const known = byEvent.get(event);
    if (known) return known;
    const made = { event, publishers: [], subscribers: [] };
    byEvent.set(event, made);
    return made;
  };
  const applications = sortedByName(all);
  for (const application of applications) {
    for (const [event, patterns] of patternsByEvent(application.publish)) {
      of(event).publishers.push({ application, patterns });
    }
    for (const [event, patterns] of patternsByEvent(application.subscribe)) {
      of(event).subscribers.push({ application, patterns });
    }
  }
  const id = (parties: Parties) => `${parties.event.domain}.${parties.event.name}`;
  return [...byEvent.values()].toSorted((a, b) => compare(id(a), id(b)));
}

function patternsByEvent(references: Application["publish"]): ReadonlyMap<Event, readonly Pattern[]> {
  const patterns = new Map<Event, Pattern[]>();
  const add = ({ event, pattern }: Access) => {
    const list = patterns.get(event);
    if (list) list.push(pattern);
    else patterns.set(event, [pattern]);
  };
  for (const reference of references) reference.accesses.forEach(add);
  return patterns;
}
