import { compare, sortedByName } from "../model/compare.ts";
import type { BrokerNode, Identity, Link, Topology } from "../model/topology.ts";

/**
 * A mesh with the hubs that leave it and that others still need: those that somebody who stays dials, and those that take
 * part in storing beside hubs that stay. They are as they were, with who logs in at them, and linked as they were with the
 * hubs that stay. Who dials them, and who reads there, moves first; what they publish goes on meanwhile, and those that
 * agree on what is stored are enough. Other hubs stay out: they go on by themselves until they are ended.
 */
export function withLeavingHubs(before: Topology, wanted: Topology): Topology {
  const leaving = leavingHubs(before, wanted);
  if (leaving.size === 0) return wanted;
  const links = backbone(before, wanted, leaving);
  return {
    ...wanted,
    brokers: withNodes(before, wanted, leaving, links),
    links: sortedByName([...wanted.links, ...links]),
    identities: withLogins(before, wanted, leaving),
  };
}

/**
 * Hubs of environments that stay which are left by somebody who stays, or with what others agree on with them: a server that
 * was among others and is linked with nobody any more would not begin to store.
 */
function leavingHubs(before: Topology, wanted: Topology): ReadonlySet<string> {
  const { brokers, mesh } = wanted;
  const leaving = [...before.brokers].filter(
    ([name, { broker }]) => !brokers.has(name) && mesh.environments.has(broker.environment.name),
  );
  const targets = before.links.flatMap(({ kind, from, to, standby }) =>
    kind.dial === "edge" && brokers.has(from) ? [to, ...standby] : [],
  );
  const dialed = new Set(targets);
  const kept = new Set(leaving.flatMap(([name]) => (dialed.has(name) ? [name] : [])));
  const storing = leaving.filter(([, { role, storing: part }]) => role === "hub" && part !== undefined);
  const stays = staysHub(before, wanted);
  for (let more = true; more;) {
    const found = storing.filter(
      ([name]) =>
        !kept.has(name) && linkedWith(before, name).some((other) => kept.has(other) || stays(other)),
    );
    for (const [name] of found) kept.add(name);
    more = found.length > 0;
  }
  return kept;
}

/** Whom a hub is linked with among hubs. */
function linkedWith({ links }: Topology, name: string): readonly string[] {
  return links.flatMap(({ kind, from, to }) =>
    kind.dial !== "both" ? [] : from === name ? [to] : to === name ? [from] : [],
  );
}

/** Tells of brokers whether they go on as hubs of their engine. */
function staysHub(before: Topology, { brokers }: Topology): (name: string) => boolean {
  return (name) => {
    const [was, now] = [before.brokers.get(name), brokers.get(name)];
    return now?.role === "hub" && now.broker.engine === was?.broker.engine;
  };
}

/** Links of such hubs with each other and with those that stay hubs of their engine. */
function backbone(before: Topology, wanted: Topology, leaving: ReadonlySet<string>): readonly Link[] {
  const stays = staysHub(before, wanted);
  const isThere = (name: string) => leaving.has(name) || stays(name);
  return before.links.filter(
    ({ kind, from, to }) =>
      kind.dial === "both" && (leaving.has(from) || leaving.has(to)) && isThere(from) && isThere(to),
  );
}

/** Who is linked with a hub that leaves listens as before, too. */
function withNodes(
  before: Topology,
  wanted: Topology,
  leaving: ReadonlySet<string>,
  links: readonly Link[],
): ReadonlyMap<string, BrokerNode> {
  const nodes = new Map(wanted.brokers);
  for (const name of new Set(links.flatMap(({ from, to }) => [from, to]))) {
    const [node, was] = [nodes.get(name), before.brokers.get(name)];
    if (!node || !was) continue;
    const listeners = [...was.listeners, ...node.listeners].toSorted((a, b) => compare(a[0], b[0]));
    const storing = node.storing ?? was.storing;
    nodes.set(name, { ...node, listeners: new Map(listeners), ...(storing && { storing }) });
  }
  for (const name of leaving) {
    const was = before.brokers.get(name);
    if (was) nodes.set(name, was);
  }
  return new Map([...nodes].toSorted(([a], [b]) => compare(a, b)));
}

/** Whoever was let in at such a hub still is, as before. */
function withLogins(before: Topology, wanted: Topology, leaving: ReadonlySet<string>): readonly Identity[] {
  const all = new Map(wanted.identities.map((identity) => [identity.name, identity]));
  for (const was of before.identities) {
    const at = [...was.at].filter(([broker]) => leaving.has(broker));
    const now = all.get(was.name) ?? { ...was, at: new Map(), uses: new Map() };
    if (at.length === 0 || now.protocol !== was.protocol) continue;
    const uses = [...was.uses].filter(([broker]) => leaving.has(broker));
    all.set(was.name, { ...now, at: new Map([...now.at, ...at]), uses: new Map([...now.uses, ...uses]) });
  }
  return sortedByName(all.values());
}
