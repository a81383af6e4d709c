import { eventsOf } from "../model/events-of.ts";
import type { Event } from "../model/mesh.ts";
import { patternIndex } from "../model/pattern-index.ts";
import { intersection, type Pattern, printPattern } from "../model/topic.ts";
import type { Durable, Topology } from "../model/topology.ts";
import type { Deliveries } from "./delivery.ts";

/** An application that hears what it may hear in neither mesh. */
export interface Exposure {
  readonly application: string;
  /** `domain.event`. */
  readonly event: string;
  readonly publisher: string;
  /** The broker that the application is at. */
  readonly broker: string;
}

/** Something that is published between two meshes, and its topics by then. */
interface Published {
  readonly event: string;
  readonly publisher: string;
  readonly broker: string;
  readonly pattern: Pattern;
}

/** Something that an application hears, or reads from where it is kept. */
interface Heard {
  readonly application: string;
  readonly broker: string;
  readonly pattern: Pattern;
  readonly durable?: Durable;
}

/**
 * Finds who hears what neither mesh lets it. A right comes from one of the two and is right there; it is about something
 * else only where an event has come, gone or changed its topics, so that the two mean different events by one topic.
 */
export function exposures(
  before: Topology,
  held: Topology,
): (between: Topology, judge: Deliveries) => readonly Exposure[] {
  const strangers = unlikeEvents(before, held);
  if (strangers.size === 0) return () => [];
  const allowed = new Set([before, held].flatMap((topology) => [...readingsOf(topology)]));
  return (between, judge) => {
    const published = publishedIn(between, strangers);
    if (published.length === 0) return [];
    const index = patternIndex(published, ({ pattern }) => pattern);
    const found = new Map<string, Exposure>();
    for (const heard of heardIn(between)) {
      const { application, broker } = heard;
      for (const one of index.overlapping(heard.pattern)) {
        const { event, publisher } = one;
        const key = `${application} ${event}`;
        if (publisher === application || allowed.has(key) || found.has(key)) continue;
        if (arrives(one, heard, judge)) found.set(key, { application, event, publisher, broker });
      }
    }
    return [...found.values()];
  };
}

function arrives(published: Published, { broker, pattern, durable }: Heard, { wayOf }: Deliveries): boolean {
  const both = intersection(published.pattern, pattern);
  // What is kept is found by its topic, whatever event the stream was made for.
  const [kept] = durable?.events ?? [];
  const event = kept ? keyOf(kept) : published.event;
  const ends = { event, from: published.broker, to: broker, patterns: both ? [both] : [] };
  return wayOf({ ...ends, ...(durable && { durable }) }).why === undefined;
}

function keyOf({ domain, name }: Event): string {
  return `${domain}.${name}`;
}

/** Events that only one of the meshes has by that name and on those topics. */
function unlikeEvents(before: Topology, held: Topology): ReadonlySet<string> {
  const [old, now] = [topicsOf(before), topicsOf(held)];
  const unlike = new Set<string>();
  for (const key of new Set([...old.keys(), ...now.keys()]))
    if (old.get(key) !== now.get(key)) unlike.add(key);
  return unlike;
}

function topicsOf({ mesh }: Topology): ReadonlyMap<string, string> {
  const events = [...mesh.domains.values()].flatMap((domain) => [...domain.events.values()]);
  return new Map(events.map((event) => [keyOf(event), printPattern(event.topic)]));
}

/** Who reads what in a mesh: applications and events, in one word each. */
function* readingsOf({ mesh }: Topology): Generator<string> {
  for (const { name, subscribe } of mesh.applications.values())
    for (const event of eventsOf(subscribe)) yield `${name} ${keyOf(event)}`;
}

function publishedIn({ identities }: Topology, events: ReadonlySet<string>): readonly Published[] {
  return identities.flatMap(({ kind, name, at }) =>
    kind === "link"
      ? []
      : [...at].flatMap(([broker, grants]) =>
          grants.flatMap(({ action, pattern, subject }) => {
            const event = `${subject.domain}.${subject.event ?? ""}`;
            const publisher = applicationOf(name);
            return action === "publish" && events.has(event) ? [{ event, publisher, broker, pattern }] : [];
          }),
        ),
  );
}

function* heardIn({ identities }: Topology): Generator<Heard> {
  for (const { kind, name, at, uses } of identities) {
    if (kind === "link") continue;
    const application = applicationOf(name);
    for (const [broker, grants] of at)
      for (const { action, pattern } of grants)
        if (action === "subscribe") yield { application, broker, pattern };
    for (const [broker, { reads }] of uses)
      for (const durable of reads)
        for (const pattern of durable.patterns) yield { application, broker, pattern, durable };
  }
}

function applicationOf(identity: string): string {
  return identity.slice("application.".length);
}
