import type { MeshNaming } from "./named-mesh.ts";
import { nameIn, type Names } from "./names.ts";
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

/** Streams, and what reads them, keep their names: what is one object stays one object. */
export function storedNaming(
  names: Names,
  { event }: MeshNaming,
  link: (name: string) => string,
): StoredNaming {
  const broker = (name: string) => nameIn(names, "brokers", name);
  const applications = (all: readonly string[]) => all.map((name) => nameIn(names, "applications", name));
  const stream = once((one: Stream): Stream => ({
    ...one,
    domain: nameIn(names, "domains", one.domain),
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
