import type { Broker, Event, Mesh, Reference } from "../model/mesh.ts";
import type { Pin } from "./pins.ts";

/** Events that applications at a broker, or below it, publish and subscribe to. */
export interface Needs {
  readonly publish: ReadonlySet<Event>;
  readonly subscribe: ReadonlySet<Event>;
}

/** Brokers that dial a broker, by the dialed broker's name. */
export type Children = ReadonlyMap<string, readonly string[]>;

/** What applications at each broker itself need. */
export function needsAtBrokers(mesh: Mesh): ReadonlyMap<string, Needs> {
  const needs = new Map<string, { publish: Set<Event>; subscribe: Set<Event> }>();
  for (const broker of mesh.brokers.keys()) needs.set(broker, { publish: new Set(), subscribe: new Set() });
  for (const application of mesh.applications.values()) {
    const own = needs.get(application.broker.name);
    if (!own) continue;
    addEvents(application.publish, own.publish);
    addEvents(application.subscribe, own.subscribe);
  }
  return needs;
}

function addEvents(references: readonly Reference[], into: Set<Event>): void {
  for (const reference of references) for (const access of reference.accesses) into.add(access.event);
}

/** What is needed at a broker and at all that dial it, directly or through others. Circles are walked once. */
export function needsBelow(broker: string, own: ReadonlyMap<string, Needs>, children: Children): Needs {
  if (!children.has(broker)) return own.get(broker) ?? { publish: new Set(), subscribe: new Set() };
  const publish = new Set<Event>();
  const subscribe = new Set<Event>();
  const seen = new Set<string>();
  const waiting = [broker];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const event of own.get(next)?.publish ?? []) publish.add(event);
    for (const event of own.get(next)?.subscribe ?? []) subscribe.add(event);
    waiting.push(...(children.get(next) ?? []));
  }
  return { publish, subscribe };
}

/** Names of the domains that applications at a broker, or below it, publish and subscribe to. */
export interface DomainNeeds {
  readonly publish: ReadonlySet<string>;
  readonly subscribe: ReadonlySet<string>;
}

/** What `needsBelow` says, by domain and of every broker at once. */
export function domainsBelow(
  own: ReadonlyMap<string, Needs>,
  children: Children,
): ReadonlyMap<string, DomainNeeds> {
  const parents = new Map<string, string[]>();
  for (const [target, dialers] of children) {
    for (const dialer of dialers) parents.set(dialer, [...(parents.get(dialer) ?? []), target]);
  }
  const below = new Map<string, { publish: Set<string>; subscribe: Set<string> }>();
  for (const [broker, { publish, subscribe }] of own) {
    below.set(broker, { publish: domainsOf(publish), subscribe: domainsOf(subscribe) });
  }
  const waiting = [...below.keys()];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const given = below.get(next);
    for (const parent of parents.get(next) ?? []) {
      const taker = below.get(parent);
      if (!given || !taker) continue;
      const grew = [addAll(taker.publish, given.publish), addAll(taker.subscribe, given.subscribe)];
      if (grew.includes(true)) waiting.push(parent);
    }
  }
  return below;
}

function domainsOf(events: ReadonlySet<Event>): Set<string> {
  return new Set([...events].map((event) => event.domain));
}

function addAll(into: Set<string>, names: ReadonlySet<string>): boolean {
  const before = into.size;
  for (const name of names) into.add(name);
  return into.size > before;
}

/** Who dials whom as the manifest says: by uplinks that it writes out, and by pinned links. */
export function childrenOf(brokers: Iterable<Broker>, pins: readonly Pin[]): Children {
  const children = new Map<string, string[]>();
  const add = (dialer: string, target: string) => {
    const list = children.get(target);
    if (list) list.push(dialer);
    else children.set(target, [dialer]);
  };
  for (const { name, uplink } of brokers) for (const target of uplink ?? []) add(name, target);
  for (const { dialer, target } of pins) add(dialer, target);
  return children;
}
