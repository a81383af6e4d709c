import type { Result } from "../../compiler/diagnostics/result.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { byInstance, expectedPeers } from "../expected-peers.ts";
import type { MeshRecord } from "./mesh-record.ts";

/** Records which connections each instance should have, so that `status` can tell without the manifest. */
export function recordPeers(
  record: MeshRecord,
  topology: Topology,
  scope?: ReadonlySet<string>,
): Promise<Result<void>> {
  const peers = byInstance(expectedPeers(topology));
  for (const [name, { environment, record: before }] of record.instances()) {
    if (scope && !scope.has(environment)) continue;
    const now = peers.get(name) ?? [];
    if (JSON.stringify(before.peers ?? []) === JSON.stringify(now)) continue;
    record.set(name, environment, { ...before, peers: now });
  }
  return record.save();
}
