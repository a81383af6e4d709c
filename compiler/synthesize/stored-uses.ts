import { compare } from "../model/compare.ts";
import { eventsOf } from "../model/events-of.ts";
import type { Application, Event, Mesh } from "../model/mesh.ts";
import type { Durable, Link, StoredUse } from "../model/topology.ts";
import { type Children, needsBelow, type PlacesOf } from "./needs.ts";

/** Something that an application does with stored events, and the events that it takes to cross a link for it. */
interface Use {
  readonly application: string;
  readonly events: readonly Event[];
  /** Set where it reads. */
  readonly durable?: Durable;
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
  durables: readonly Durable[],
  children: Children,
  mayCross: (event: Event, from: string, to: string) => boolean,
): StoredUses {
  const uses = usesByApplication(mesh, durables);
  const mayPass = ({ events }: Use, from: string, to: string) =>
    events.every((event) => mayCross(event, from, to));
  const own = new Map<string, { publish: Set<Use>; subscribe: Set<Use> }>();
  for (const name of mesh.brokers.keys()) own.set(name, { publish: new Set(), subscribe: new Set() });
  for (const application of mesh.applications.values()) {
    for (const broker of placesOf(application)) {
      const at = own.get(broker.name);
      for (const use of uses.get(application.name) ?? [])
        at?.[use.durable ? "subscribe" : "publish"].add(use);
    }
  }
  const below = needsBelow(own, children, mayPass);
  return {
    ofApplication: ({ name }) => useOf(uses.get(name) ?? []),
    ofLink({ from, to, standby }) {
      const { publish = [], subscribe = [] } = below.get(from) ?? {};
      const all = [...publish, ...subscribe];
      return new Map(
        [to, ...standby].map((target) => [target, useOf(all.filter((use) => mayPass(use, from, target)))]),
      );
    },
  };
}

function usesByApplication(mesh: Mesh, durables: readonly Durable[]): ReadonlyMap<string, readonly Use[]> {
  const uses = new Map<string, Use[]>();
  const add = (use: Use) => uses.set(use.application, [...(uses.get(use.application) ?? []), use]);
  for (const { name, publish } of mesh.applications.values()) {
    for (const event of eventsOf(publish))
      if (event.terms.delivery === "at-least-once") add({ application: name, events: [event] });
  }
  for (const durable of durables) {
    for (const application of durable.applications) add({ application, events: durable.events, durable });
  }
  return uses;
}

function useOf(uses: readonly Use[]): StoredUse {
  const reads = new Set(uses.flatMap(({ durable }) => durable ?? []));
  return {
    answered: [...new Set(uses.map(({ application }) => application))].toSorted(compare),
    reads: [...reads].toSorted((a, b) => compare(keyOf(a), keyOf(b))),
  };
}

function keyOf({ stream, name }: Durable): string {
  return `${stream} ${name}`;
}
