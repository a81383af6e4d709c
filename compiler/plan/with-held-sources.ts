import { linkGraph } from "../model/route.ts";
import type { BrokerNode, Identity, Source, Topology } from "../model/topology.ts";
import { compare, sortedByName } from "../model/compare.ts";
import { mayCross } from "../synthesize/link-grants.ts";
import { joinedUse } from "./joined-rights.ts";
import { linksAbove } from "./links-above.ts";

/**
 * A mesh in which edges keep on what they keep for streams until that is drawn up: the edge stores, its links let through
 * what drawing up takes, and the home draws from it.
 */
export function withHeldSources(before: Topology, held: Topology, sources: readonly Source[]): Topology {
  if (sources.length === 0) return held;
  return {
    ...held,
    sources: sortedByName([...held.sources, ...sources]),
    identities: withUses(held, sources),
    brokers: withStoring(before, held, new Set(sources.map(({ broker }) => broker))),
  };
}

function withUses(held: Topology, sources: readonly Source[]): readonly Identity[] {
  const { dialed } = linkGraph(held.links);
  const identities = new Map(held.identities.map((identity) => [identity.name, identity]));
  for (const source of sources)
    for (const { name, from, to, standby } of linksAbove(dialed, [source.broker])) {
      const identity = identities.get(`link.${name}`);
      const targets = [to, ...standby].filter((target) =>
        source.events.every((event) => mayCross(held.mesh, event, from, target, held.declarations)),
      );
      if (identity) identities.set(identity.name, drawing(identity, source, targets));
    }
  return [...identities.values()];
}

/** Who lets a source be drawn up at some of its targets. */
function drawing(identity: Identity, source: Source, targets: readonly string[]): Identity {
  const uses = new Map(identity.uses);
  const drawn = { answered: [], reads: [], sources: [source], mirrors: [] };
  for (const target of targets.filter((one) => identity.at.has(one))) {
    const use = uses.get(target);
    uses.set(target, use ? joinedUse(use, drawn) : drawn);
  }
  return { ...identity, uses };
}

function withStoring(
  before: Topology,
  held: Topology,
  edges: ReadonlySet<string>,
): ReadonlyMap<string, BrokerNode> {
  const brokers = new Map(held.brokers);
  for (const edge of edges) {
    const [was, now] = [before.brokers.get(edge), held.brokers.get(edge)];
    if (!was || !now || now.storing === "events") continue;
    const more = [...was.listeners].filter(([name]) => !now.listeners.has(name));
    const listeners = new Map([...now.listeners, ...more].toSorted((a, b) => compare(a[0], b[0])));
    brokers.set(edge, { ...now, storing: "events", listeners });
  }
  return brokers;
}
