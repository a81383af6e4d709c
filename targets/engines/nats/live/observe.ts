import type { Observation, Observed, Peer } from "../../../../compiler/live.ts";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import { gateway, leafnode } from "../link-kinds.ts";
import { monitoring, type Gatewayz, type Leafz, type Routez, type Varz } from "./monitoring.ts";

/**
 * What an instance says of itself. Gateways are told by the connections that it opened (one to each hub, whoever
 * dialed first), leaf links by both ends, the instances of its own broker once each though they share several routes.
 */
export async function observe({ endpoint }: Observed): Promise<Observation | undefined> {
  const management = endpoint("management");
  return management && observeAt(management);
}

async function observeAt(management: Endpoint): Promise<Observation | undefined> {
  const [varz, routez, gatewayz, leafz] = await Promise.all([
    monitoring<Varz>(management, "/varz"),
    monitoring<Routez>(management, "/routez"),
    monitoring<Gatewayz>(management, "/gatewayz"),
    monitoring<Leafz>(management, "/leafz"),
  ]);
  if (!varz || !routez || !gatewayz || !leafz) return undefined;
  const routes = new Set((routez.routes ?? []).flatMap((route) => route.remote_name ?? []));
  const peers: Peer[] = [
    ...[...routes].map((name) => ({ kind: "cluster", name })),
    ...Object.keys(gatewayz.outbound_gateways ?? {}).map((name) => ({ kind: gateway.name, name })),
    ...(leafz.leafs ?? []).map((leaf) => ({
      kind: leafnode.name,
      name: leaf.name ?? "",
      ...(leaf.id !== undefined && { id: String(leaf.id) }),
    })),
  ];
  return { instance: varz.server_name, version: varz.version, peers };
}
