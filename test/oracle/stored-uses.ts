import type { AbstractMesh } from "./abstract-mesh.ts";
import { decideBridges } from "./bridges.ts";
import { mayCross } from "./crossing.ts";
import { wouldKeep } from "./sources.ts";
import { isStored } from "./stored-terms.ts";
import type { Catalog, Use } from "./uses.ts";
import type { DecidedDurable, DecidedStorage, DecidedUse } from "./verdict.ts";
import type { Wiring } from "./wiring.ts";
import { below, isHub } from "./wiring.ts";

/** Something about stored events that goes on at a broker, and over the links above it. */
interface Deed {
  readonly places: readonly string[];
  readonly events: readonly string[];
  /** Of an application that publishes an event, or reads some by a durable. */
  readonly application?: string;
  /** `stream name` of that durable. */
  readonly durable?: string;
  /** Where answers come from if not from further up: from an edge that stores. */
  readonly endsAt?: (broker: string) => boolean;
  /** Names of what is copied. */
  readonly source?: string;
  readonly mirror?: string;
}

/** What each application, and each leaf connection at each of its targets, does with stored events. */
export function decideStoredUses(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  wiring: Wiring,
  stored: Pick<DecidedStorage, "streams" | "sources" | "mirrors" | "durables">,
): readonly DecidedUse[] {
  const { mesh } = catalog;
  const all = [...published(catalog, uses), ...read(uses, stored.durables), ...copied(mesh, stored)];
  const crosses = ({ events, endsAt }: Deed, from: string, to: string) =>
    !endsAt?.(from) &&
    catalog.events.every((event) => !events.includes(event.id) || mayCross(mesh, event, from, to));
  const decided: DecidedUse[] = [];
  for (const [name, { places }] of uses) {
    const own = all.filter(({ application }) => application === name);
    decided.push(...places.map((at) => useOfDeeds(`application.${name}`, at, own)));
  }
  for (const { name, kind, dialer, targets } of wiring.leaves) {
    // A client as any other: it does there what it does itself.
    if (kind === "connect") continue;
    const comes = (deed: Deed) => {
      const dials = (broker: string) =>
        wiring.leaves.filter((leaf) => leaf.dialer === broker).flatMap((leaf) => leaf.targets);
      const reaching = (broker: string) => dials(broker).filter((to) => crosses(deed, broker, to));
      const places = below(dialer, reaching, Object.keys(mesh.brokers));
      return deed.places.some((at) => places.includes(at));
    };
    const here = all.filter(comes);
    for (const target of targets) {
      const across = here.filter((deed) => crosses(deed, dialer, target));
      decided.push(useOfDeeds(`link.${name}`, target, across));
    }
  }
  for (const { link, target, brings } of decideBridges(catalog, uses, wiring, stored.streams)) {
    const read = brings.map(({ stream, name, home }) => `${stream} ${name} at ${home}`);
    if (read.length > 0) decided.push({ ...useOfDeeds(`link.${link}`, target, []), brings: read.toSorted() });
  }
  return decided.filter(
    ({ answered, sources, mirrors, brings }) => [...answered, ...sources, ...mirrors, ...brings].length > 0,
  );
}

/** Each event by itself, to the edge that keeps it first. */
function published({ mesh, events }: Catalog, uses: ReadonlyMap<string, Use>): readonly Deed[] {
  const stored = events.filter(isStored);
  return [...uses].flatMap(([application, { publish, places }]) =>
    stored
      .filter(({ id }) => publish.has(id))
      .map((event) => ({
        application,
        places,
        events: [event.id],
        endsAt: (broker: string) => wouldKeep(mesh, broker, event),
      })),
  );
}

function read(uses: ReadonlyMap<string, Use>, durables: readonly DecidedDurable[]): readonly Deed[] {
  return durables.flatMap(({ name, stream, applications, events, edge }) =>
    applications.map((application) => ({
      application,
      places: uses.get(application)?.places ?? [],
      events,
      durable: `${stream} ${name}`,
      endsAt: (broker: string) => broker === edge,
    })),
  );
}

/** What edges keep goes up from them, copies come down to them: all of it, or nothing. */
function copied(
  mesh: AbstractMesh,
  { streams, sources, mirrors }: Pick<DecidedStorage, "streams" | "sources" | "mirrors">,
): readonly Deed[] {
  const down = mirrors.filter(({ broker }) => !isHub(mesh, broker));
  return [
    ...sources.map(({ name, broker, events }) => ({ source: name, places: [broker], events })),
    ...down.map(({ name, broker, stream }) => {
      const events = streams.find((one) => one.name === stream)?.events ?? [];
      return { mirror: name, places: [broker], events };
    }),
  ];
}

function useOfDeeds(identity: string, broker: string, deeds: readonly Deed[]): DecidedUse {
  const namesOf = (what: "application" | "durable" | "source" | "mirror") =>
    [...new Set(deeds.flatMap((deed) => deed[what] ?? []))].toSorted();
  return {
    identity,
    broker,
    answered: namesOf("application"),
    reads: namesOf("durable"),
    sources: namesOf("source"),
    mirrors: namesOf("mirror"),
    brings: [],
  };
}
