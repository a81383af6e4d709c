import { compare, sortedByName } from "../model/compare.ts";
import type { BrokerNode, Identity, Link, Topology } from "../model/topology.ts";
import { waves } from "../model/waves.ts";

/** A link that who dials it uses until its own wave, and a broker that would know it no more before that. */
interface Left {
  readonly link: Link;
  readonly target: string;
}

/**
 * The mesh that is wanted with what a broker that is not changed yet still needs of others: the rights of its links at
 * the brokers that they leave, and the listeners there. Rights of applications are not held on to, they would be open
 * to who is to have them no more.
 */
export function expand(before: Topology, held: Topology): Topology {
  const left = leftTargets(before, held);
  if (left.length === 0) return held;
  return { ...held, identities: withRights(before, held, left), brokers: withListeners(before, held, left) };
}

function leftTargets(before: Topology, held: Topology): readonly Left[] {
  const names = namesByIdentity(held);
  const waveOf = new Map(waves(held).flatMap((wave, index) => wave.map((name) => [name, index] as const)));
  const isLater = (broker: string, than: string) =>
    (waveOf.get(broker) ?? Infinity) >= (waveOf.get(than) ?? 0);
  return before.links.flatMap((link) => {
    if (!link.kind.filters) return [];
    const known = names.get(identityOf(link));
    // One name has one login: of who comes by another protocol than before nothing can be held on to.
    if (known && known.protocol !== link.kind.protocol) return [];
    return [link.to, ...link.standby]
      .filter((target) => held.brokers.has(target) && !known?.at.has(target) && isLater(link.from, target))
      .map((target) => ({ link, target }));
  });
}

function identityOf({ name }: Link): string {
  return `link.${name}`;
}

function namesByIdentity({ identities }: Topology): ReadonlyMap<string, Identity> {
  return new Map(identities.map((identity) => [identity.name, identity]));
}

function withRights(before: Topology, held: Topology, left: readonly Left[]): readonly Identity[] {
  const [old, all] = [namesByIdentity(before), new Map(namesByIdentity(held))];
  for (const { link, target } of left) {
    const name = identityOf(link);
    const was = old.get(name);
    const grants = was?.at.get(target);
    const use = was?.uses.get(target);
    if (!was || !grants) continue;
    const now = all.get(name) ?? { ...was, at: new Map(), uses: new Map() };
    all.set(name, {
      ...now,
      at: new Map([...now.at, [target, grants]]),
      uses: use ? new Map([...now.uses, [target, use]]) : now.uses,
    });
  }
  return sortedByName(all.values());
}

function withListeners(
  before: Topology,
  held: Topology,
  left: readonly Left[],
): ReadonlyMap<string, BrokerNode> {
  const brokers = new Map(held.brokers);
  for (const { link, target } of left) {
    const { listener } = link.kind;
    const node = brokers.get(target);
    const port = before.brokers.get(target)?.listeners.get(listener);
    if (!node || port === undefined || node.listeners.has(listener)) continue;
    const listeners = [...node.listeners, [listener, port] as const].toSorted((a, b) => compare(a[0], b[0]));
    brokers.set(target, { ...node, listeners: new Map(listeners) });
  }
  return brokers;
}
