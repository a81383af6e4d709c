import type { Application, Broker, Event, Reference } from "../model/mesh.ts";
import { type StoredNaming, storedNaming } from "../model/named-stored.ts";
import { once } from "../model/once.ts";
import type { Link, ListedTopic } from "../model/topology.ts";

/** Copies of what one topology says that speak of the events and brokers of the mixed mesh instead of its own. */
export interface Relabelled extends StoredNaming {
  readonly application: (application: Application) => Application;
  readonly link: (link: Link) => Link;
}

/** An event is told by being the same object, so that each of the mixed mesh has to be one wherever it is spoken of. */
export function relabelled(event: (event: Event) => Event, broker: (broker: Broker) => Broker): Relabelled {
  const same = (name: string) => name;
  const words = { event, broker: same, domain: same, application: same, link: same };
  const reference = (one: Reference): Reference => ({
    ...one,
    accesses: one.accesses.map((access) => ({ ...access, event: event(access.event) })),
  });
  const topics = (all: readonly ListedTopic[]) =>
    all.map((topic) => ({ ...topic, event: event(topic.event) }));
  return {
    ...storedNaming(words),
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
  };
}
