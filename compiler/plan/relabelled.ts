import type { Application, Broker, Event, Reference } from "../model/mesh.ts";
import { once } from "../model/once.ts";
import type { Durable, Link, ListedTopic, Mirror, Source, StoredUse, Stream } from "../model/topology.ts";

/** Copies of what one topology says that speak of the events and brokers of the mixed mesh instead of its own. */
export interface Relabelled {
  readonly application: (application: Application) => Application;
  readonly link: (link: Link) => Link;
  readonly use: (use: StoredUse) => StoredUse;
  readonly stream: (stream: Stream) => Stream;
  readonly source: (source: Source) => Source;
  readonly mirror: (mirror: Mirror) => Mirror;
  readonly durable: (durable: Durable) => Durable;
}

/** An event is told by being the same object, so that each of the mixed mesh has to be one wherever it is spoken of. */
export function relabelled(event: (event: Event) => Event, broker: (broker: Broker) => Broker): Relabelled {
  const stream = once((one: Stream): Stream => ({ ...one, events: one.events.map(event) }));
  const source = once((one: Source): Source => ({
    ...one,
    stream: stream(one.stream),
    events: one.events.map(event),
  }));
  const mirror = once((one: Mirror): Mirror => ({ ...one, stream: stream(one.stream) }));
  const durable = once((one: Durable): Durable => ({ ...one, events: one.events.map(event) }));
  const reference = (one: Reference): Reference => ({
    ...one,
    accesses: one.accesses.map((access) => ({ ...access, event: event(access.event) })),
  });
  const topics = (all: readonly ListedTopic[]) =>
    all.map((topic) => ({ ...topic, event: event(topic.event) }));
  return {
    stream,
    source,
    mirror,
    durable,
    application: once((one: Application): Application => ({
      ...one,
      brokers: one.brokers === "any" ? "any" : one.brokers.map(broker),
      publish: one.publish.map(reference),
      subscribe: one.subscribe.map(reference),
    })),
    link: (link) =>
      link.listed
        ? { ...link, listed: { up: topics(link.listed.up), down: topics(link.listed.down) } }
        : link,
    use: once((one: StoredUse): StoredUse => ({
      ...one,
      reads: one.reads.map(durable),
      sources: one.sources.map(source),
      mirrors: one.mirrors.map(mirror),
    })),
  };
}
