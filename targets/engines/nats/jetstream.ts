import { deadLettersOf } from "../../../compiler/model/dead-letters.ts";
import type { BrokerNode, Durable, Stream, Topology } from "../../../compiler/model/topology.ts";

/** What a server that takes part in JetStream is given. Sizes in bytes. */
export interface JetStreamBlock {
  /** Name by which clients beyond a leaf link ask for it. */
  readonly domain: string;
  readonly maxFileStore: number;
}

/** Domain of the hubs, which alone store. */
export const hubDomain = "hub";
/** Room for events where the manifest says nothing, and for the records of a hub that only votes. */
const usualStore = 10 * 2 ** 30;
const voterStore = 64 * 2 ** 20;

/** The JetStream of a broker's servers, or `undefined` where it stores nothing. */
export function jetStreamOf(node: BrokerNode, kept: readonly Kept[]): JetStreamBlock | undefined {
  if (!node.storing) return undefined;
  if (node.storing === "votes") return { domain: hubDomain, maxFileStore: voterStore };
  const bytes = kept.reduce((sum, one) => sum + (one.stream.retention.bytes ?? 0) * streamsOf(one), 0);
  return { domain: hubDomain, maxFileStore: node.broker.storage?.bytes ?? Math.max(usualStore, bytes) };
}

/** Whether the servers of a broker form one JetStream with others, of its own cluster or of other hubs. */
export function isClustered(node: BrokerNode): boolean {
  return node.listeners.has("cluster") || node.listeners.has("gateway");
}

/** A stream at its home, or a copy of it, as a broker keeps it. */
export interface Kept {
  readonly name: string;
  readonly stream: Stream;
  readonly replicas: number;
  /** Whether it is a copy. */
  readonly isMirror: boolean;
  /** Durables that are kept in it. */
  readonly durables: readonly Durable[];
}

/** What each broker keeps: streams that are at home there, then copies of others. */
export function keptByBroker(topology: Topology): ReadonlyMap<string, readonly Kept[]> {
  const { streams, mirrors } = topology;
  const kept = new Map<string, Kept[]>();
  const durables = durablesByStream(topology.durables);
  const add = (broker: string, one: Omit<Kept, "durables">) =>
    kept.set(broker, [...(kept.get(broker) ?? []), { ...one, durables: durables.get(one.name) ?? [] }]);
  for (const stream of streams)
    add(stream.home, { name: stream.name, stream, replicas: stream.replicas, isMirror: false });
  for (const { name, broker, stream, replicas } of mirrors)
    add(broker, { name, stream, replicas, isMirror: true });
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
