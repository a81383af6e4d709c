import { compare, sortedByName } from "../model/compare.ts";
import { linkGraph } from "../model/route.ts";
import type { BrokerNode, Identity, Link, Topology } from "../model/topology.ts";
import { waves } from "../model/waves.ts";
import { heldSources } from "./held-sources.ts";
import { joinedGrants, joinedUse } from "./joined-rights.ts";
import { linksAbove } from "./links-above.ts";
import { withHeldSources } from "./with-held-sources.ts";
import { withLeavingHubs } from "./with-leaving-hubs.ts";

/** A link as it was, and a broker that it needs something of for longer than that broker's own wave. */
interface Needed {
  readonly link: Link;
  readonly target: string;
}

/**
 * The mesh that is wanted with what a broker that is not changed yet still needs of others: the rights of its links at
 * the brokers that they leave, what crosses the links above these for it, and the listeners there. Rights of applications
 * are not held on to, they would be open to who is to have them no more. What edges keep that is not drawn up yet stays
 * there too, but for what `mayLose` names; so do hubs that leave until those who dial them, or read there, have moved.
 */
export function expand(
  before: Topology,
  wanted: Topology,
  mayLose: ReadonlySet<string> = new Set(),
): Topology {
  const staying = withHeldSources(before, wanted, heldSources(before, wanted, mayLose));
  const held = withLeavingHubs(before, staying);
  const needed = neededLinks(before, held);
  if (needed.length === 0) return held;
  return {
    ...held,
    identities: withRights(before, held, needed),
    brokers: withListeners(before, held, needed),
  };
}

function neededLinks(before: Topology, held: Topology): readonly Needed[] {
  const { dialed } = linkGraph(before.links);
  const names = byName(held.identities);
  const waveOf = new Map(waves(held).flatMap((wave, index) => wave.map((name) => [name, index] as const)));
  const isLater = (broker: string, than: string) =>
    (waveOf.get(broker) ?? Infinity) >= (waveOf.get(than) ?? 0);
  const isKnown = ({ name }: Link, target: string) => names.get(`link.${name}`)?.at.has(target) ?? false;
  return before.links.flatMap((link) => {
    const left = targetsOf(link).filter((target) => !isKnown(link, target));
    if (!link.kind.filters || left.length === 0) return [];
    const above = linksAbove(dialed, left).filter(({ kind }) => kind.filters && kind.interest !== "listed");
    return [...left.map((target) => ({ link, target })), ...above.flatMap(ends)].filter(
      ({ target }) => held.brokers.has(target) && isLater(link.from, target),
    );
  });
}

function ends(link: Link): readonly Needed[] {
  return targetsOf(link).map((target) => ({ link, target }));
}

function targetsOf({ to, standby }: Link): readonly string[] {
  return [to, ...standby];
}

function byName(identities: readonly Identity[]): ReadonlyMap<string, Identity> {
  return new Map(identities.map((identity) => [identity.name, identity]));
}

function withRights(before: Topology, held: Topology, needed: readonly Needed[]): readonly Identity[] {
  const [old, all] = [byName(before.identities), new Map(byName(held.identities))];
  for (const { link, target } of needed) {
    const name = `link.${link.name}`;
    const was = old.get(name);
    const now = all.get(name) ?? (was && { ...was, at: new Map(), uses: new Map() });
    // One name has one login: of who comes by another protocol than before nothing can be held on to.
    if (was?.at.has(target) && now?.protocol === was.protocol) all.set(name, joined(now, was, target));
  }
  return sortedByName(all.values());
}

function joined(now: Identity, was: Identity, target: string): Identity {
  const [use, oldUse] = [now.uses.get(target), was.uses.get(target)];
  const uses = use && oldUse ? joinedUse(use, oldUse) : (use ?? oldUse);
  return {
    ...now,
    at: new Map([...now.at, [target, joinedGrants(now.at.get(target) ?? [], was.at.get(target) ?? [])]]),
    uses: uses ? new Map([...now.uses, [target, uses]]) : now.uses,
  };
}

function withListeners(
  before: Topology,
  held: Topology,
  needed: readonly Needed[],
): ReadonlyMap<string, BrokerNode> {
  const brokers = new Map(held.brokers);
  for (const { link, target } of needed) {
    const { listener } = link.kind;
    const node = brokers.get(target);
    const port = before.brokers.get(target)?.listeners.get(listener);
    if (!node || port === undefined || node.listeners.has(listener)) continue;
    const listeners = [...node.listeners, [listener, port] as const].toSorted((a, b) => compare(a[0], b[0]));
    brokers.set(target, { ...node, listeners: new Map(listeners) });
  }
  return brokers;
}
