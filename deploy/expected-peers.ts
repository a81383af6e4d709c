import type { Peer } from "../compiler/live.ts";
import { carriesNothing } from "../compiler/model/carries-nothing.ts";
import { linkIn } from "../compiler/model/names.ts";
import type { Topology } from "../compiler/model/topology.ts";

/** A connection that an instance has while the mesh is as it should be. */
export interface ExpectedPeer {
  readonly instance: string;
  /** For people: `link "a.b"` or `cluster connection to core-1`. */
  readonly what: string;
  /** The link's name; absent for connections within a cluster. */
  readonly link?: string;
  /** What the link is called, where it is known by another name than that. */
  readonly called?: string;
  readonly kind: string;
  /** Set for a link that a process carries: it is there once what it reads by was made at the brokers. */
  readonly carried?: true;
  /** Names of brokers and instances, one of which stands at the other end, and the link's for who knows no other. */
  readonly anyOf: readonly string[];
}

/** All connections that the instances of a mesh should have, as the ends that can be asked for them report them. */
export function expectedPeers(topology: Topology): readonly ExpectedPeer[] {
  const instances = (broker: string): readonly string[] =>
    topology.brokers.get(broker)?.broker.instances.map(({ name }) => name) ?? [];
  const ends = (brokers: readonly string[]): readonly string[] =>
    brokers.flatMap((name) => [name, ...instances(name)]);
  const expected: ExpectedPeer[] = [];
  for (const broker of topology.brokers.keys()) {
    const names = instances(broker);
    for (const instance of names) {
      for (const other of names) {
        if (other === instance) continue;
        expected.push({ instance, what: `cluster connection to ${other}`, kind: "cluster", anyOf: [other] });
      }
    }
  }
  const { names = new Map() } = topology.mesh;
  // A link that carries nothing is not dialed.
  for (const { name, kind, from, to, standby } of topology.links.filter((link) => !carriesNothing(link))) {
    const called = linkIn(names, name);
    const link = {
      what: `link "${called}"`,
      link: name,
      ...(called !== name && { called }),
      kind: kind.name,
    };
    const expect = (side: string, far: readonly string[]): void => {
      const anyOf = [...ends(far), name];
      for (const instance of instances(side)) expected.push({ instance, ...link, anyOf });
    };
    // The process that carries it.
    if (kind.process) expected.push({ instance: `link.${name}`, ...link, carried: true, anyOf: [name] });
    else expect(from, [to, ...standby]);
    if (kind.dial === "both") expect(to, [from]);
  }
  return expected;
}

/** Those of its connections of which both ends are in some environments. */
export function expectedWithin(
  topology: Topology,
  environments: ReadonlySet<string> | undefined,
): readonly ExpectedPeer[] {
  const expected = expectedPeers(topology);
  if (!environments) return expected;
  const isWithin = (broker: string) =>
    environments.has(topology.brokers.get(broker)?.broker.environment.name ?? "");
  const inside = topology.links.filter(({ from, to }) => isWithin(from) && isWithin(to));
  const links = new Set(inside.map(({ name }) => name));
  return expected.filter(({ link }) => link === undefined || links.has(link));
}

/** Expected connections by instance. */
export function byInstance(expected: readonly ExpectedPeer[]): ReadonlyMap<string, readonly ExpectedPeer[]> {
  const groups = new Map<string, ExpectedPeer[]>();
  for (const peer of expected) {
    const known = groups.get(peer.instance);
    if (known) known.push(peer);
    else groups.set(peer.instance, [peer]);
  }
  return groups;
}

/** Whether one of the connections that an instance reports is the expected one. */
export function isConnected(expected: ExpectedPeer, peers: readonly Peer[]): boolean {
  const isIt = ({ name, link }: Peer) =>
    link === undefined ? name !== undefined && expected.anyOf.includes(name) : link === expected.link;
  return peers.some((peer) => peer.kind === expected.kind && isIt(peer));
}
