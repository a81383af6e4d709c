import type { AbstractBroker, AbstractLink, AbstractMesh } from "./abstract-mesh.ts";
import type { Dialed } from "./unlike-engines.ts";
import { dialsBy, engineOf } from "./unlike-engines.ts";
import type { DecidedLink } from "./verdict.ts";

/** A connection that one broker dials: who dials, and whom in order. */
export interface Leaf {
  readonly name: string;
  readonly kind: Dialed;
  readonly dialer: string;
  readonly targets: readonly string[];
}

/** What is connected with what: hubs each with each, and leaves. */
export interface Wiring {
  readonly hubs: readonly string[];
  readonly leaves: readonly Leaf[];
}

/** Asked for at every hop of every event, so kept by mesh. */
const usableOf = new WeakMap<AbstractMesh, readonly (readonly [string, AbstractLink])[]>();

/** Entries of `links` by name that can be judged: between two known brokers, the first one about them. */
export function usableEntries(mesh: AbstractMesh): readonly (readonly [string, AbstractLink])[] {
  const known = usableOf.get(mesh);
  if (known) return known;
  const usable: (readonly [string, AbstractLink])[] = [];
  for (const [name, link] of Object.entries(mesh.links).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const [a, b] = link.between;
    const isKnown = a !== b && a in mesh.brokers && b in mesh.brokers;
    const isFirst = !usable.some(([, { between }]) => between.includes(a) && between.includes(b));
    if (isKnown && isFirst) usable.push([name, link]);
  }
  usableOf.set(mesh, usable);
  return usable;
}

/** Every connection by its name: of a gateway both brokers, of a leaf connection who dials it and its targets. */
export function linksOf({ hubs, leaves }: Wiring): readonly DecidedLink[] {
  const pairs = hubs.flatMap((a) => hubs.filter((b) => a < b).map((b) => [a, b]));
  return [
    ...pairs.map((ends): DecidedLink => ({ name: ends.join("."), kind: "gateway", ends })),
    ...leaves.map(({ name, kind, dialer, targets }): DecidedLink => ({
      name,
      kind,
      ends: [dialer, ...targets],
    })),
  ];
}

/** Every pair of brokers that a gateway joins, or a leaf connection on one of its targets. */
export function joinedPairs({ hubs, leaves }: Wiring): readonly (readonly [string, string])[] {
  const gateways = hubs.flatMap((a) => hubs.map((b) => [a, b] as const));
  return [
    ...gateways.filter(([a, b]) => a !== b),
    ...leaves.flatMap(({ dialer, targets }) => targets.map((target) => [dialer, target] as const)),
  ];
}

/** The entry of `links` about two brokers, in either order. */
export function entryAbout(mesh: AbstractMesh, a: string, b: string): AbstractLink | undefined {
  return usableEntries(mesh).find(([, { between }]) => between.includes(a) && between.includes(b))?.[1];
}

/** Whether a broker is a hub, as written or by where it stands; Mosquitto is none. */
export function isHub(mesh: AbstractMesh, name: string): boolean {
  if (engineOf(mesh, name) === "mosquitto") return false;
  const broker = mesh.brokers[name];
  return broker?.role === undefined ? isDialable(mesh, name) : broker.role === "hub";
}

/**
 * Every kind by which one broker can dial another. What takes events from a Mosquitto to where they are stored, and back, dials
 * hubs of NATS, which alone keep them.
 */
export function kindsOf(mesh: AbstractMesh, dialer: string, target: string): readonly Dialed[] {
  const kind = dialsBy(mesh, dialer, target);
  if (kind === undefined) return [];
  return kind === "bridge" && isHub(mesh, target) ? [kind, "connect"] : [kind];
}

/** The uplinks that a broker names, in order. */
export function namedUplinks(broker: AbstractBroker | undefined): readonly string[] {
  if (broker?.uplink === undefined) return [];
  return typeof broker.uplink === "string" ? [broker.uplink] : broker.uplink;
}

/** Whether events of a domain may go from one broker to another as far as the link of the two is concerned. */
export function letsThrough(mesh: AbstractMesh, from: string, to: string, domain: string): boolean {
  return entryAbout(mesh, from, to)?.domains?.includes(domain) ?? true;
}

/** Brokers that reach a broker by dialing it, or by dialing one that does, over any of their targets. */
export function below(
  top: string,
  dials: (broker: string) => readonly string[],
  all: readonly string[],
): string[] {
  const found = [top];
  for (let before = 0; before < found.length;) {
    before = found.length;
    for (const broker of all) {
      if (!found.includes(broker) && dials(broker).some((target) => found.includes(target)))
        found.push(broker);
    }
  }
  return found;
}

/** Whether others may open a connection to a broker. */
export function isDialable(mesh: AbstractMesh, name: string): boolean {
  return mesh.environments[mesh.brokers[name]?.environment ?? ""]?.dialable ?? true;
}

/** Whether a connection would have to be opened into an environment that nobody outside may open one into. */
export function cannotDial(mesh: AbstractMesh, dialer: string, target: string): boolean {
  return !isDialable(mesh, target) && mesh.brokers[dialer]?.environment !== mesh.brokers[target]?.environment;
}

/** Who dials and who is dialed where an entry of `links` asks for a connection: where only one of the two can, that one. */
export function pinnedEnds(mesh: AbstractMesh, link: AbstractLink): readonly [string, string] {
  const [a, b] = link.between;
  if (isHub(mesh, a) !== isHub(mesh, b)) return isHub(mesh, a) ? [b, a] : [a, b];
  const ends = isDialable(mesh, a) && !isDialable(mesh, b) ? ([b, a] as const) : ([a, b] as const);
  const turned = [ends[1], ends[0]] as const;
  return dialsBy(mesh, ...ends) === undefined && dialsBy(mesh, ...turned) !== undefined ? turned : ends;
}

/** Whether an uplink that one side names already makes the leaf connection that an entry asks for. */
export function onlyDescribes(mesh: AbstractMesh, [a, b]: readonly [string, string]): boolean {
  return namedUplinks(mesh.brokers[a]).includes(b) || namedUplinks(mesh.brokers[b]).includes(a);
}

/** Leaf connections that entries of `links` ask for and nothing else makes. */
export function pinnedLeaves(mesh: AbstractMesh): Leaf[] {
  return usableEntries(mesh).flatMap(([name, link]) => {
    const [dialer, target] = pinnedEnds(mesh, link);
    const kind = kindsOf(mesh, dialer, target).find((one) => one === link.via);
    if (kind === undefined || onlyDescribes(mesh, link.between)) return [];
    return cannotDial(mesh, dialer, target) ? [] : [{ name, kind, dialer, targets: [target] }];
  });
}
