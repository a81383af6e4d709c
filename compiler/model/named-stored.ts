import type { Event } from "./mesh.ts";
import { once } from "./once.ts";
import type { Durable, LinkDurable, Mirror, Source, StoredUse, Stream } from "./topology.ts";

/** Copies of what is stored, in other names. */
export interface StoredNaming {
  readonly stream: (one: Stream) => Stream;
  readonly source: (one: Source) => Source;
  readonly mirror: (one: Mirror) => Mirror;
  readonly durable: (one: Durable) => Durable;
  readonly linkDurable: (one: LinkDurable) => LinkDurable;
  readonly use: (one: StoredUse) => StoredUse;
}

/** What stands in the copies for what is stored, where, and for whom. */
export interface StoredWords {
  readonly event: (event: Event) => Event;
  readonly broker: (name: string) => string;
  readonly domain: (name: string) => string;
  readonly application: (name: string) => string;
  readonly link: (name: string) => string;
}

/** Streams, and what reads them, keep their names: what is one object stays one object. */
export function storedNaming({ event, broker, domain, application, link }: StoredWords): StoredNaming {
  const applications = (all: readonly string[]) => all.map(application);
  const stream = once((one: Stream): Stream => ({
    ...one,
    domain: domain(one.domain),
    events: one.events.map(event),
    home: broker(one.home),
  }));
  const source = once((one: Source): Source => ({
    ...one,
    stream: stream(one.stream),
    broker: broker(one.broker),
    events: one.events.map(event),
  }));
  const mirror = once((one: Mirror): Mirror => ({
    ...one,
    stream: stream(one.stream),
    broker: broker(one.broker),
    readers: applications(one.readers),
  }));
  const durable = once((one: Durable): Durable => ({
    ...one,
    ...(one.edge !== undefined && { edge: broker(one.edge) }),
    events: one.events.map(event),
    applications: applications(one.applications),
  }));
  const linkDurable = once((one: LinkDurable): LinkDurable => ({
    ...one,
    link: link(one.link),
    home: broker(one.home),
  }));
  const use = once((one: StoredUse): StoredUse => ({
    answered: applications(one.answered),
    reads: one.reads.map(durable),
    ...(one.brings && { brings: one.brings.map(linkDurable) }),
    sources: one.sources.map(source),
    mirrors: one.mirrors.map(mirror),
  }));
  return { stream, source, mirror, durable, linkDurable, use };
}
