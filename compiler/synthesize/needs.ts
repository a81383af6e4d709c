import { eventsOf } from "../model/events-of.ts";
import type { Application, Broker, Event, Mesh } from "../model/mesh.ts";
import { readsByDurable } from "../model/reads-by-durable.ts";
import type { Pin } from "./pins.ts";

/** What applications at a broker, or below it, publish and subscribe to: events, or domains. */
export interface Needs<T> {
  readonly publish: ReadonlySet<T>;
  readonly subscribe: ReadonlySet<T>;
}

/** Brokers that dial a broker, by the dialed broker's name. */
export type Children = ReadonlyMap<string, readonly string[]>;

/** Whether something that is published, or subscribed to, concerns a broker that is dialed by the one that it is at. */
export type MayPass<T> = (what: T, from: string, to: string, action: "publish" | "subscribe") => boolean;

type Growing<T> = { readonly publish: Set<T>; readonly subscribe: Set<T> };

/** At which brokers an application is, as far as that is known or matters. */
export type PlacesOf = (application: Application) => readonly Broker[];

/**
 * Events that applications at each broker itself need: everything, or only what comes to them live and is not read by
 * a durable.
 */
export function needsAtBrokers(
  mesh: Mesh,
  placesOf: PlacesOf,
  what: "everything" | "live",
): ReadonlyMap<string, Needs<Event>> {
  const needs = new Map<string, Growing<Event>>();
  for (const broker of mesh.brokers.keys()) needs.set(broker, { publish: new Set(), subscribe: new Set() });
  for (const application of mesh.applications.values()) {
    const publish = eventsOf(application.publish);
    const subscribe = [...eventsOf(application.subscribe)].filter(
      (event) => what === "everything" || !readsByDurable(application, event),
    );
    for (const { name } of placesOf(application)) {
      const own = needs.get(name);
      for (const event of publish) own?.publish.add(event);
      for (const event of subscribe) own?.subscribe.add(event);
    }
  }
  return needs;
}

/** What comes live, by domain. */
export function domainsAtBrokers(mesh: Mesh, placesOf: PlacesOf): ReadonlyMap<string, Needs<string>> {
  const domainsOf = (events: ReadonlySet<Event>) => new Set([...events].map((event) => event.domain));
  const needs = new Map<string, Needs<string>>();
  for (const [broker, { publish, subscribe }] of needsAtBrokers(mesh, placesOf, "live")) {
    needs.set(broker, { publish: domainsOf(publish), subscribe: domainsOf(subscribe) });
  }
  return needs;
}

/**
 * What is needed at each broker and at all that dial it, directly or through others, as far as it gets there. Circles,
 * which are refused later, only end it sooner.
 */
export function needsBelow<T>(
  own: ReadonlyMap<string, Needs<T>>,
  children: Children,
  mayPass: MayPass<T>,
): ReadonlyMap<string, Needs<T>> {
  const below = new Map(own);
  const growing = new Map<string, Growing<T>>();
  const parents = new Map<string, string[]>();
  for (const [target, dialers] of children) {
    const needs = own.get(target);
    if (!needs) continue;
    growing.set(target, { publish: new Set(needs.publish), subscribe: new Set(needs.subscribe) });
    for (const dialer of dialers) parents.set(dialer, [...(parents.get(dialer) ?? []), target]);
  }
  for (const [broker, needs] of growing) below.set(broker, needs);
  const waiting = [...parents.keys()];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const given = below.get(next);
    for (const parent of parents.get(next) ?? []) {
      const taker = growing.get(parent);
      if (given && taker && takeOver(given, taker, next, parent, mayPass)) waiting.push(parent);
    }
  }
  return below;
}

/** Whether the taker needs more than before. */
function takeOver<T>(
  given: Needs<T>,
  taker: Growing<T>,
  from: string,
  to: string,
  mayPass: MayPass<T>,
): boolean {
  let grew = false;
  for (const action of ["publish", "subscribe"] as const) {
    for (const what of given[action]) {
      if (taker[action].has(what) || !mayPass(what, from, to, action)) continue;
      taker[action].add(what);
      grew = true;
    }
  }
  return grew;
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
