import { eventIdIn, nameIn } from "../model/names.ts";
import { placesOf } from "../model/places-of.ts";
import type { Topology } from "../model/topology.ts";
import { comparer } from "./alike.ts";
import { distinctRefusals } from "./distinct-refusals.ts";
import type { Change, Plan, Refusal } from "./plan.ts";
import { hasEntry, type Protectable, protectedEntries } from "./protected-entries.ts";
import { isAsSaid, type Stand } from "./stand.ts";

/** What protection is judged by. */
export interface Protection {
  readonly wanted: Stand;
  /** What was applied. */
  readonly stands: readonly Stand[];
  /** Environments that are planned: what others have is left as it is. */
  readonly environments: ReadonlySet<string>;
}

/**
 * A plan that is refused where it removes what is protected, or empties it; whatever may be lost otherwise. An entry is
 * protected as it was applied and as it is wanted: to take `protect` away needs an apply of its own first.
 */
export function withProtection(plan: Plan, protection: Protection): Plan {
  const touched = protection.stands.flatMap((stand) => touchedBy(stand, protection.environments));
  const { wanted } = protection;
  const lost = plan.changes.filter(({ effect }) => effect === "DATA LOSS");
  const removed = touched.flatMap((stand) => keptIn(stand).filter((kept) => !hasEntry(wanted.data, kept)));
  const staying = [...touched, wanted].flatMap((stand) =>
    keptIn(stand).filter((kept) => hasEntry(wanted.data, kept)),
  );
  const refused = [
    ...removed.map((kept) => ({ name: nameOf(kept, touched), why: isRemoved })),
    ...staying.flatMap((kept) => emptied(kept, lost, touched, wanted.topology)),
  ];
  return refused.length === 0 ? plan : { ...plan, refused: distinctRefusals([...plan.refused, ...refused]) };
}

const isRemoved =
  "it is protected, and is not in the manifest any more: to remove it, take `protect` away from it and apply that first";

/** A stand with those of its brokers that are planned, if there are any. */
function touchedBy(stand: Stand, environments: ReadonlySet<string>): readonly Stand[] {
  const nodes = [...stand.topology.brokers.values()];
  const own = nodes.filter(
    ({ broker }) => isAsSaid(stand, broker.name) && environments.has(broker.environment.name),
  );
  return own.length === 0 ? [] : [{ ...stand, brokers: new Set(own.map(({ broker }) => broker.name)) }];
}

/** What a stand protects, of brokers and environments those alone that are as it says. */
function keptIn(stand: Stand): readonly Protectable[] {
  const { data, topology } = stand;
  const environments = new Set(
    [...topology.brokers.values()]
      .filter(({ broker }) => isAsSaid(stand, broker.name))
      .map(({ broker }) => broker.environment.name),
  );
  const isOwn = ({ list, name }: Protectable) =>
    list === "brokers" ? isAsSaid(stand, name) : list !== "environments" || environments.has(name);
  return protectedEntries(data).filter(isOwn);
}

/** What an entry is called in the last of some meshes that has another name for it than its key. */
function nameOf({ list, name }: Protectable, meshes: readonly Pick<Stand, "topology">[]): string {
  const called = meshes.flatMap(({ topology: { mesh } }) => {
    const names = mesh.names ?? new Map<string, string>();
    if (list === "environments") return name;
    const [domain = "", event = ""] = name.split(".");
    return list === "events" ? eventIdIn(names, domain, event) : nameIn(names, list, name);
  });
  return called.findLast((one) => one !== name) ?? name;
}

/** Why a protected entry that stays would be emptied, if it would. */
function emptied(
  kept: Protectable,
  lost: readonly Change[],
  stands: readonly Stand[],
  wanted: Topology,
): readonly Refusal[] {
  const { list, name } = kept;
  const isAlike = comparer();
  const [domain] = name.split(".");
  const own = lost.filter((change) => {
    if (list === "environments") return change.environment === name || isFrom(change, name, stands);
    if (list === "brokers")
      return change.kind === "broker" ? change.name === name : isFileOf(change, name, stands);
    if (list === "events") return change.kind === "domain" && change.name === domain;
    return `${change.kind}s` === list && change.name === name;
  });
  const isKept =
    list === "events" &&
    stands.every(({ topology }) => isAlike(streamOf(topology, name), streamOf(wanted, name)));
  return isKept
    ? []
    : own.map(({ reason }) => ({
        name: nameOf(kept, [...stands, { topology: wanted }]),
        why: `it is protected, and events would be lost: ${reason}`,
      }));
}

/** Whether what is told of where it is now was in an environment before. */
function isFrom({ action, kind, name }: Change, environment: string, stands: readonly Stand[]): boolean {
  if (action !== "replace") return false;
  return stands.some(({ topology }) => {
    const application = kind === "application" ? topology.mesh.applications.get(name) : undefined;
    const own = kind === "broker" ? topology.brokers.get(name)?.broker : undefined;
    const places = application ? placesOf(topology, application) : own ? [own] : [];
    return places.some((broker) => broker.environment.name === environment);
  });
}

/** Files are told of by the names of instances. */
function isFileOf({ kind, name }: Change, broker: string, stands: readonly Stand[]): boolean {
  if (kind !== "file") return false;
  return stands.some(({ topology }) =>
    topology.brokers.get(broker)?.broker.instances.some((instance) => instance.name === name),
  );
}

function streamOf({ streams }: Topology, name: string) {
  return streams.find(({ events }) => events.some((event) => `${event.domain}.${event.name}` === name));
}
