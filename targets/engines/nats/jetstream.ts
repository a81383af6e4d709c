import type { BrokerNode, Stream, Topology } from "../../../compiler/model/topology.ts";

/** What a server that takes part in JetStream is given. Sizes in bytes. */
export interface JetStreamBlock {
  /** Name by which clients beyond a leaf link ask for it; one for all hubs, one for each edge. */
  readonly domain: string;
  readonly maxFileStore: number;
}

/** Domain of the hubs. An edge's holds an underscore, which no broker's name does, so that none is called so. */
export const hubDomain = "hub";
/** Room for events where the manifest says nothing, and for the records of a hub that only votes. */
const usualStore = 10 * 2 ** 30;
const voterStore = 64 * 2 ** 20;

/** The JetStream of a broker's servers, or `undefined` where it stores nothing. */
export function jetStreamOf(node: BrokerNode, streams: readonly Stream[]): JetStreamBlock | undefined {
  if (!node.storing) return undefined;
  const domain = node.role === "hub" ? hubDomain : `edge_${node.broker.name}`;
  if (node.storing === "votes") return { domain, maxFileStore: voterStore };
  const kept = streams.reduce((sum, { retention }) => sum + (retention.bytes ?? 0), 0);
  return { domain, maxFileStore: node.broker.storage?.bytes ?? Math.max(usualStore, kept) };
}

/** Whether the servers of a broker form one JetStream with others, of its own cluster or of other hubs. */
export function isClustered(node: BrokerNode): boolean {
  return node.listeners.has("cluster") || node.listeners.has("gateway");
}

/** Streams by the broker where they are at home. */
export function streamsByHome(topology: Topology): ReadonlyMap<string, readonly Stream[]> {
  const byHome = new Map<string, Stream[]>();
  for (const stream of topology.streams)
    byHome.set(stream.home, [...(byHome.get(stream.home) ?? []), stream]);
  return byHome;
}
