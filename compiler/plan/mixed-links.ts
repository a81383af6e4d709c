import { sortedByName } from "../model/compare.ts";
import { pairKey } from "../model/pair-key.ts";
import type { Identity, Link, Topology } from "../model/topology.ts";
import type { Followed } from "./followed.ts";
import type { Relabelled } from "./relabelled.ts";

/**
 * The links that there are: of a broker that dials as its own topology says, to those of its targets that listen where it
 * looks for them and know it. Brokers that both dial, hubs, are linked where each knows the other.
 */
export function mixedLinks(followed: Followed, ofEach: ReadonlyMap<Topology, Relabelled>): readonly Link[] {
  const isKnown = knownLinks(followed);
  const links = followed.topologies.flatMap((topology) =>
    topology.links.flatMap((link) => {
      if (!followed.follows(link.from, topology)) return [];
      const [to, ...standby] = [link.to, ...link.standby].filter((target) => isKnown(topology, link, target));
      if (to === undefined) return [];
      const own = ofEach.get(topology)?.link(link) ?? link;
      return [retargeted(own, to, standby, topology)];
    }),
  );
  return sortedByName(links);
}

function retargeted(link: Link, to: string, standby: readonly string[], { declarations }: Topology): Link {
  if (to === link.to) return standby.length === link.standby.length ? link : { ...link, standby };
  const { declaration: _declaration, domains: _domains, ...bare } = link;
  const declaration = declarations.get(pairKey(link.from, to));
  const about = declaration && { declaration, ...(declaration.domains && { domains: declaration.domains }) };
  return { ...bare, to, standby, ...about };
}

/** Whether a target takes a link as whoever dials it comes. */
function knownLinks(followed: Followed): (topology: Topology, link: Link, target: string) => boolean {
  const views = new Map(followed.topologies.map((topology) => [topology, viewOf(topology)]));
  return (topology, link, target) => {
    const other = followed.of(target);
    const view = other && views.get(other);
    if (!other || !view) return false;
    if (link.kind.dial === "both") {
      const isJoined = view.joined.has(`${link.kind.name} ${pairKey(link.from, target)}`);
      return (
        isJoined && (isFound(topology, other, target, link) || isFound(other, topology, link.from, link))
      );
    }
    return (
      takesLogin(view.identities.get(`link.${link.name}`), link, target) &&
      isFound(topology, other, target, link)
    );
  };
}

interface View {
  /** Pairs of brokers that both dial, with the kind of link. */
  readonly joined: ReadonlySet<string>;
  readonly identities: ReadonlyMap<string, Identity>;
}

function viewOf({ links, identities }: Topology): View {
  const both = links.filter(({ kind }) => kind.dial === "both");
  return {
    joined: new Set(both.map(({ kind, from, to }) => `${kind.name} ${pairKey(from, to)}`)),
    identities: new Map(identities.map((identity) => [identity.name, identity])),
  };
}

function takesLogin(identity: Identity | undefined, { kind }: Link, target: string): boolean {
  if (!kind.filters) return true;
  return identity !== undefined && identity.protocol === kind.protocol && identity.at.has(target);
}

/** Whether a broker is where one that has it from another topology looks for it: same engine, port, address and TLS. */
function isFound(view: Topology, actual: Topology, broker: string, { kind }: Link): boolean {
  if (view === actual) return true;
  const [seen, is] = [view.brokers.get(broker), actual.brokers.get(broker)];
  if (!seen || !is) return false;
  const port = is.listeners.get(kind.listener);
  return (
    port !== undefined &&
    seen.listeners.get(kind.listener) === port &&
    seen.broker.engine === is.broker.engine &&
    seen.broker.address === is.broker.address &&
    seen.tls === is.tls &&
    seen.broker.instances.some((one) =>
      is.broker.instances.some(
        (other) => one.name === other.name && one.host?.address === other.host?.address,
      ),
    )
  );
}
