import { deadLettersOf } from "../../../compiler/model/dead-letters.ts";
import type { BrokerRole, Event } from "../../../compiler/model/mesh.ts";
import type {
  BrokerNode,
  Durable,
  LinkDurable,
  Source,
  Stream,
  Topology,
} from "../../../compiler/model/topology.ts";

/** What a server that takes part in JetStream is given. Sizes in bytes. */
export interface JetStreamBlock {
  /** Name by which clients beyond a leaf link ask for it. */
  readonly domain: string;
  readonly maxFileStore: number;
}

/** Domain of the hubs, which agree on what they store. */
export const hubDomain = "hub";

/**
 * Domain of what a broker stores. Each edge has one of its own: two servers of one domain, or of none, do not reach each
 * other over a leaf link (2.10 to 2.15).
 */
export function domainOf(role: BrokerRole, broker: string): string {
  return role === "hub" ? hubDomain : edgeDomain(broker);
}

/** Domain that a broker's clients ask without naming it: all hubs reach what hubs store. */
export function domainHere({ role, storing, broker }: BrokerNode): string | undefined {
  return role === "hub" || storing !== undefined ? domainOf(role, broker.name) : undefined;
}

/** Domain of what an edge stores. */
export function edgeDomain(edge: string): string {
  return `edge_${edge}`;
}

/** Domain of a stream that takes events in, by its name: see `Source`. */
export function domainOfIntake(stream: string): string {
  const [, edge] = /_from_([^_]+)$/.exec(stream) ?? [];
  return edge === undefined ? hubDomain : edgeDomain(edge);
}

/** Room for events where the manifest says nothing, and for the records of a hub that only votes. */
const usualStore = 10 * 2 ** 30;
const voterStore = 64 * 2 ** 20;

/** The JetStream of a broker's servers, or `undefined` where it stores nothing. */
export function jetStreamOf(node: BrokerNode, kept: readonly Kept[]): JetStreamBlock | undefined {
  if (!node.storing) return undefined;
  const domain = domainOf(node.role, node.broker.name);
  if (node.storing === "votes") return { domain, maxFileStore: voterStore };
  const bytes = kept.reduce((sum, one) => sum + (one.stream.retention.bytes ?? 0) * streamsOf(one), 0);
  return { domain, maxFileStore: node.broker.storage?.bytes ?? Math.max(usualStore, bytes) };
}

/**
 * On how many servers is kept what MQTT clients leave at a broker. Hubs share it, and it is made by the one that an MQTT
 * client comes to first, which by itself would count its own servers only (2.10 to 2.15): so all of them ask for as many
 * copies as the largest can hold.
 */
export function mqttReplicas({ brokers }: Topology, { role, broker }: BrokerNode): number {
  const sharing = role === "edge" ? [broker] : storingHubs(brokers.values());
  return sharing.some(({ instances }) => instances.length >= mostReplicas) ? mostReplicas : 1;
}

/** More copies than that cost more than they keep. */
const mostReplicas = 3;

function storingHubs(nodes: Iterable<BrokerNode>): readonly BrokerNode["broker"][] {
  return [...nodes].flatMap(({ role, storing, broker }) =>
    role === "hub" && storing === "events" && broker.engine === "nats" ? [broker] : [],
  );
}

/** Whether the servers of a broker form one JetStream with others, of its own cluster or of other hubs. */
export function isClustered(node: BrokerNode): boolean {
  return node.listeners.has("cluster") || node.listeners.has("gateway");
}

/** A stream at its home, what an edge keeps for it, or a copy of it, as a broker keeps it. */
export interface Kept {
  readonly name: string;
  readonly kind: "home" | "source" | "mirror";
  readonly stream: Stream;
  /** Events of the stream that are kept. */
  readonly events: readonly Event[];
  readonly replicas: number;
  /** Durables that are kept in it. */
  readonly durables: readonly Durable[];
  /** Places of links in it, where it is at home. */
  readonly brought: readonly LinkDurable[];
  /** What edges keep for it, where it is at home. */
  readonly sources: readonly Source[];
}

const notAtHome = { sources: [], brought: [] } as const;

/** What each broker keeps: streams that are at home there, what it keeps for others, then copies of others. */
export function keptByBroker(topology: Topology): ReadonlyMap<string, readonly Kept[]> {
  const { streams, sources, mirrors } = topology;
  const kept = new Map<string, Kept[]>();
  const durables = durablesByStream(topology.durables);
  const places = topology.links.flatMap((link) => link.durables ?? []);
  const add = (broker: string, one: Omit<Kept, "durables">) =>
    kept.set(broker, [...(kept.get(broker) ?? []), { ...one, durables: durables.get(one.name) ?? [] }]);
  for (const stream of streams) {
    const { name, home, events, replicas } = stream;
    const drawn = sources.filter((source) => source.stream === stream);
    const brought = places.filter((place) => place.stream === name);
    add(home, { name, kind: "home", stream, events, replicas, sources: drawn, brought });
  }
  for (const { name, broker, stream, events, replicas } of sources)
    add(broker, { name, kind: "source", stream, events, replicas, ...notAtHome });
  for (const { name, broker, stream, replicas } of mirrors)
    add(broker, { name, kind: "mirror", stream, events: stream.events, replicas, ...notAtHome });
  return kept;
}

/** One, or two where something tells of what was given up, which is kept within the same bounds. */
function streamsOf({ durables }: Kept): number {
  return durables.some((durable) => deadLettersOf(durable) !== undefined) ? 2 : 1;
}

/** Durables by the name of the stream or mirror that they are kept in. */
function durablesByStream(durables: readonly Durable[]): ReadonlyMap<string, readonly Durable[]> {
  const byStream = new Map<string, Durable[]>();
  for (const durable of durables) {
    const name = durable.mirror ?? durable.stream;
    const known = byStream.get(name);
    if (known) known.push(durable);
    else byStream.set(name, [durable]);
  }
  return byStream;
}
