import { compare, sortedByName } from "../model/compare.ts";
import { eventsOf } from "../model/events-of.ts";
import type { Application, Event, Mesh } from "../model/mesh.ts";
import type { Durable, Link, Mirror, Source, StoredUse } from "../model/topology.ts";
import { keepsFirst, type Keeper } from "./keeps-first.ts";
import { type Children, type MayPass, needsBelow, type PlacesOf } from "./needs.ts";

/**
 * Something that is done with stored events at a broker, the events that it takes to cross a link for it, and whether
 * it is done beyond the broker's uplinks too.
 */
type Use = { readonly events: readonly Event[]; readonly endsAt: (broker: string) => boolean } & (
  | { readonly kind: "publish"; readonly application: string }
  | { readonly kind: "read"; readonly application: string; readonly durable: Durable }
  | { readonly kind: "draw up"; readonly source: Source }
  | { readonly kind: "fill"; readonly mirror: Mirror }
);

/** What is stored where. */
export interface Storage {
  readonly keepers: ReadonlyMap<string, Keeper>;
  readonly sources: readonly Source[];
  readonly mirrors: readonly Mirror[];
  readonly durables: readonly Durable[];
}

/** What applications and links do with stored events. */
export interface StoredUses {
  ofApplication(application: Application): StoredUse;
  /** What crosses a link to each of its targets: what is done at the dialing broker and below it, as far as it may. */
  ofLink(link: Link): ReadonlyMap<string, StoredUse>;
}

/** Works out who publishes and reads stored events where. `mayCross` says whether a link may carry an event. */
export function storedUses(
  mesh: Mesh,
  placesOf: PlacesOf,
  storage: Storage,
  children: Children,
  mayCross: MayPass<Event>,
): StoredUses {
  const uses = usesByApplication(mesh, storage);
  const mayPass: MayPass<Use> = ({ events, endsAt }, from, to, action) =>
    !endsAt(from) && events.every((event) => mayCross(event, from, to, action));
  const own = usesAtBrokers(mesh, placesOf, uses, storage);
  const below = needsBelow(own, children, mayPass);
  return {
    ofApplication: ({ name }) => useOf(uses.get(name) ?? []),
    ofLink({ from, to, standby }) {
      const { publish = [], subscribe = [] } = below.get(from) ?? {};
      const passing = (target: string) => [
        ...[...publish].filter((use) => mayPass(use, from, target, "publish")),
        ...[...subscribe].filter((use) => mayPass(use, from, target, "subscribe")),
      ];
      return new Map([to, ...standby].map((target) => [target, useOf(passing(target))]));
    },
  };
}

function usesAtBrokers(
  mesh: Mesh,
  placesOf: PlacesOf,
  uses: ReadonlyMap<string, readonly Use[]>,
  { keepers, sources, mirrors }: Storage,
) {
  const own = new Map<string, { publish: Set<Use>; subscribe: Set<Use> }>();
  for (const name of mesh.brokers.keys()) own.set(name, { publish: new Set(), subscribe: new Set() });
  for (const application of mesh.applications.values()) {
    for (const { name } of placesOf(application)) {
      for (const use of uses.get(application.name) ?? [])
        own.get(name)?.[use.kind === "publish" ? "publish" : "subscribe"].add(use);
    }
  }
  const endsAt = () => false;
  for (const source of sources)
    own.get(source.broker)?.publish.add({ kind: "draw up", source, events: source.events, endsAt });
  for (const mirror of mirrors) {
    if (keepers.get(mirror.broker)?.role !== "edge") continue;
    own.get(mirror.broker)?.subscribe.add({ kind: "fill", mirror, events: mirror.stream.events, endsAt });
  }
  return own;
}

function usesByApplication(mesh: Mesh, { keepers, durables }: Storage): ReadonlyMap<string, readonly Use[]> {
  const uses = new Map<string, Use[]>();
  const add = (application: string, use: Use) =>
    uses.set(application, [...(uses.get(application) ?? []), use]);
  for (const { name: application, publish } of mesh.applications.values()) {
    for (const event of eventsOf(publish)) {
      if (event.terms.delivery !== "at-least-once") continue;
      const endsAt = (broker: string) => {
        const keeper = keepers.get(broker);
        return keeper !== undefined && keepsFirst(keeper, event);
      };
      add(application, { kind: "publish", application, events: [event], endsAt });
    }
  }
  for (const durable of durables) {
    const { events, edge } = durable;
    const endsAt = (broker: string) => broker === edge;
    for (const application of durable.applications)
      add(application, { kind: "read", application, durable, events, endsAt });
  }
  return uses;
}

function useOf(uses: readonly Use[]): StoredUse {
  const reads = new Set(uses.flatMap((use) => (use.kind === "read" ? use.durable : [])));
  return {
    answered: [...new Set(uses.flatMap((use) => ("application" in use ? use.application : [])))].toSorted(
      compare,
    ),
    reads: [...reads].toSorted((a, b) => compare(keyOf(a), keyOf(b))),
    sources: sortedByName(uses.flatMap((use) => (use.kind === "draw up" ? use.source : []))),
    mirrors: sortedByName(uses.flatMap((use) => (use.kind === "fill" ? use.mirror : []))),
  };
}

function keyOf({ stream, name }: Durable): string {
  return `${stream} ${name}`;
}
