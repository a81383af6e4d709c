import { compare, sortedByName } from "../../../compiler/model/compare.ts";
import { deadLettersOf } from "../../../compiler/model/dead-letters.ts";
import type { Application, Reference } from "../../../compiler/model/mesh.ts";
import { placesOf } from "../../../compiler/model/places-of.ts";
import { printPattern } from "../../../compiler/model/topic.ts";
import type { Durable, Topology } from "../../../compiler/model/topology.ts";

/** The mesh as a picture sees it: plain data, sorted by name. */
export interface Graph {
  readonly mesh: string;
  readonly environments: readonly GraphEnvironment[];
  readonly brokers: readonly GraphBroker[];
  readonly applications: readonly GraphApplication[];
  readonly links: readonly GraphLink[];
  readonly flows: readonly GraphFlow[];
  readonly streams: readonly GraphStream[];
  readonly sources: readonly GraphSource[];
  readonly mirrors: readonly GraphMirror[];
  readonly durables: readonly GraphDurable[];
}

/** Where the events of a domain are stored. `events` are `domain.event`. */
export interface GraphStream {
  readonly name: string;
  readonly domain: string;
  readonly events: readonly string[];
  readonly home: string;
  readonly replicas: number;
  readonly why: string;
}

/** What an edge keeps of a stream until its home has it. `events` are `domain.event`. */
export interface GraphSource {
  readonly name: string;
  readonly stream: string;
  readonly broker: string;
  readonly events: readonly string[];
  readonly replicas: number;
}

/** A copy of a stream where it is read. */
export interface GraphMirror {
  readonly name: string;
  readonly stream: string;
  readonly broker: string;
  readonly replicas: number;
}

/** A place in a stream that is kept while those who read by it are away. */
export interface GraphDurable {
  readonly name: string;
  readonly stream: string;
  /** The copy that it is kept in, where that is not the stream itself. */
  readonly mirror?: string;
  readonly applications: readonly string[];
  readonly topics: readonly string[];
  /** After how many deliveries an event is given up; absent = never. */
  readonly maxDeliver?: number;
  /** Milliseconds before the second and each further delivery. */
  readonly backoff?: readonly number[];
  /** The stream that tells of what was given up, read by a durable of the same name. */
  readonly deadLetters?: string;
  /** Set where one event at a time is given out, so that they keep their order. */
  readonly inOrder?: true;
}

export interface GraphEnvironment {
  readonly name: string;
  readonly platform: string;
  readonly region?: string;
  readonly residency?: string;
  readonly dialable: boolean;
}

export interface GraphBroker {
  readonly name: string;
  readonly environment: string;
  readonly engine: string;
  readonly version: string;
  readonly role: string;
  readonly instances: number;
}

export interface GraphApplication {
  readonly name: string;
  readonly team: string;
  /** Where it may attach, sorted; one with several roams. */
  readonly brokers: readonly string[];
  /** `domain.event`, or `domain.*` where the whole domain is meant. */
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/**
 * `dialedBy` is the broker that opens the connection (`mutual`: the other one does so too); `domains` is absent
 * where all may use the link.
 */
export interface GraphLink {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly standby: readonly string[];
  readonly via: string;
  readonly dialedBy: string;
  readonly mutual: boolean;
  readonly domains?: readonly string[];
  readonly why: string;
}

/** `event` is `domain.event`; `path` names brokers from the publisher's to the subscriber's. */
export interface GraphFlow {
  readonly event: string;
  readonly publisher: string;
  readonly subscriber: string;
  readonly path: readonly string[];
}

/** Takes out of a topology what pictures show. */
export function graphOf(topology: Topology): Graph {
  const { mesh } = topology;
  return {
    mesh: mesh.name,
    environments: sortedByName(mesh.environments.values()).map((environment) => ({
      name: environment.name,
      platform: environment.platform,
      ...(environment.region !== undefined && { region: environment.region }),
      ...(environment.residency !== undefined && { residency: environment.residency }),
      dialable: environment.dialable,
    })),
    brokers: brokersOf(topology),
    applications: sortedByName(mesh.applications.values()).map((one) =>
      applicationOf(
        one,
        placesOf(topology, one).map(({ name }) => name),
      ),
    ),
    links: linksOf(topology),
    flows: topology.flows.map(({ event, publisher, subscriber, path }) => ({
      event: `${event.domain}.${event.name}`,
      publisher: publisher.name,
      subscriber: subscriber.name,
      path,
    })),
    streams: topology.streams.map(({ name, domain, events, home, replicas, why }) => ({
      name,
      domain,
      events: events.map((event) => `${event.domain}.${event.name}`),
      home,
      replicas,
      why,
    })),
    sources: topology.sources.map(({ name, stream, broker, events, replicas }) => ({
      name,
      stream: stream.name,
      broker,
      events: events.map((event) => `${event.domain}.${event.name}`),
      replicas,
    })),
    mirrors: topology.mirrors.map(({ name, stream, broker, replicas }) => ({
      name,
      stream: stream.name,
      broker,
      replicas,
    })),
    durables: topology.durables.map(durableOf),
  };
}

function durableOf(durable: Durable): GraphDurable {
  const { name, stream, mirror, applications, patterns, terms, inOrder } = durable;
  const deadLetters = deadLettersOf(durable);
  return {
    name,
    stream,
    ...(mirror !== undefined && { mirror }),
    applications,
    topics: patterns.map(printPattern),
    ...(terms?.maxDeliver !== undefined && { maxDeliver: terms.maxDeliver }),
    ...(terms?.backoff && { backoff: terms.backoff }),
    ...(deadLetters !== undefined && { deadLetters }),
    ...(inOrder && { inOrder }),
  };
}

function applicationOf(
  { name, team, publish, subscribe }: Application,
  brokers: readonly string[],
): GraphApplication {
  return { name, team, brokers, publish: eventNames(publish), subscribe: eventNames(subscribe) };
}

function eventNames(references: readonly Reference[]): readonly string[] {
  const names = references.flatMap(({ domain, accesses }) =>
    domain === undefined ? accesses.map(({ event }) => `${event.domain}.${event.name}`) : [`${domain}.*`],
  );
  return [...new Set(names)].toSorted(compare);
}

function brokersOf(topology: Topology): readonly GraphBroker[] {
  const nodes = [...topology.brokers.values()].toSorted((a, b) => compare(a.broker.name, b.broker.name));
  return nodes.map(({ broker, role, version }) => ({
    name: broker.name,
    environment: broker.environment.name,
    engine: broker.engine,
    version,
    role,
    instances: broker.instances.length,
  }));
}

function linksOf(topology: Topology): readonly GraphLink[] {
  return topology.links.map(({ name, from, to, standby, kind, domains, why }) => ({
    name,
    from,
    to,
    standby,
    via: kind.name,
    dialedBy: from,
    mutual: kind.dial === "both",
    ...(domains && { domains }),
    why,
  }));
}
