import { meshNaming, type MeshNaming } from "./named-mesh.ts";
import { storedNaming } from "./named-stored.ts";
import { identityIn, linkIn, nameIn, type Names } from "./names.ts";
import type {
  BrokerNode,
  Durable,
  Flow,
  Grant,
  Identity,
  Link,
  LinkDurable,
  Places,
  StoredUse,
  Topology,
} from "./topology.ts";
import { pairKey } from "./pair-key.ts";

const known = new WeakMap<Topology, { readonly names: Names; readonly named: Topology }>();

/**
 * The mesh in the names that people know: the same one, of which is told by names in place of keys. What is made of it
 * keeps its name: instances, streams, mirrors, durables. Without other `names` those that the mesh itself says; the same
 * topology and names give the same object.
 */
export function namedTopology(topology: Topology, names: Names = topology.mesh.names ?? none): Topology {
  if (names.size === 0) return topology;
  const before = known.get(topology);
  if (before?.names === names) return before.named;
  const named = inNames(topology, names);
  known.set(topology, { names, named });
  return named;
}

const none: Names = new Map();

function inNames(topology: Topology, names: Names): Topology {
  const naming = meshNaming(names);
  const broker = (name: string) => nameIn(names, "brokers", name);
  const { brokers, declarations, places, links, identities } = topology;
  const link = (name: string) => linkIn(names, name);
  const stored = storedNaming({
    event: naming.event,
    broker,
    domain: (name) => nameIn(names, "domains", name),
    application: (name) => nameIn(names, "applications", name),
    link,
  });
  const identity = identityNaming(names, link, stored.use);
  return {
    mesh: naming.mesh(topology.mesh),
    brokers: mapped(brokers, broker, (node): BrokerNode => ({ ...node, broker: naming.broker(node.broker) })),
    declarations: new Map(
      [...declarations.values()].map(naming.declaration).map((one) => [pairKey(...one.between), one]),
    ),
    places: mapped(
      places,
      (name) => nameIn(names, "applications", name),
      (place): Places => ({
        brokers: place.brokers.map(naming.broker),
        others: mapped(place.others, broker, (why) => why),
      }),
    ),
    links: links.map((one) => namedLink(one, names, naming, stored.linkDurable, link)),
    flows: topology.flows.map((one) => flowIn(one, broker, naming, stored.durable)),
    identities: identities.map(identity),
    streams: topology.streams.map(stored.stream),
    sources: topology.sources.map(stored.source),
    mirrors: topology.mirrors.map(stored.mirror),
    durables: topology.durables.map(stored.durable),
    ...(topology.operators && {
      operators: topology.operators.map((one) => ({ ...one, broker: broker(one.broker) })),
    }),
  };
}

function mapped<T>(
  all: ReadonlyMap<string, T>,
  name: (key: string) => string,
  copy: (one: T) => T,
): ReadonlyMap<string, T> {
  return new Map([...all].map(([key, one]) => [name(key), copy(one)]));
}

function namedLink(
  one: Link,
  names: Names,
  { event, declaration }: MeshNaming,
  durable: (one: LinkDurable) => LinkDurable,
  link: (name: string) => string,
): Link {
  const broker = (name: string) => nameIn(names, "brokers", name);
  const topics = (all: NonNullable<Link["listed"]>["up"]) =>
    all.map((topic) => ({ ...topic, event: event(topic.event) }));
  return {
    ...one,
    name: link(one.name),
    from: broker(one.from),
    to: broker(one.to),
    standby: one.standby.map(broker),
    ...(one.listed && { listed: { up: topics(one.listed.up), down: topics(one.listed.down) } }),
    ...(one.durables && { durables: one.durables.map(durable) }),
    ...(one.domains && { domains: one.domains.map((domain) => nameIn(names, "domains", domain)) }),
    ...(one.declaration && { declaration: declaration(one.declaration) }),
  };
}

function flowIn(
  one: Flow,
  broker: (name: string) => string,
  { event, application }: MeshNaming,
  durable: (one: Durable) => Durable,
): Flow {
  const { stored } = one;
  return {
    ...one,
    event: event(one.event),
    publisher: application(one.publisher),
    subscriber: application(one.subscriber),
    from: broker(one.from),
    to: broker(one.to),
    path: one.path.map(broker),
    ...(stored && {
      stored: { home: broker(stored.home), ...(stored.durable && { durable: durable(stored.durable) }) },
    }),
  };
}

function identityNaming(
  names: Names,
  link: (name: string) => string,
  use: (one: StoredUse) => StoredUse,
): (one: Identity) => Identity {
  const broker = (name: string) => nameIn(names, "brokers", name);
  const grant = (one: Grant): Grant => ({ ...one, subject: subjectIn(one.subject, names) });
  return (one) => ({
    ...one,
    name: identityIn(names, one.name),
    ...(one.carries !== undefined && { carries: link(one.carries) }),
    at: mapped(one.at, broker, (grants) => grants.map(grant)),
    uses: mapped(one.uses, broker, use),
  });
}

function subjectIn({ domain, event }: Grant["subject"], names: Names): Grant["subject"] {
  const known = nameIn(names, "domains", domain);
  return event === undefined
    ? { domain: known }
    : { domain: known, event: names.get(`events ${domain}.${event}`) ?? event };
}
