import type { Result } from "../../compiler/diagnostics/result.ts";
import { calledIn } from "../../compiler/model/names.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { byInstance, expectedPeers } from "../expected-peers.ts";
import type { InstanceRecord } from "../state/documents.ts";
import type { MeshRecord } from "./mesh-record.ts";

/** Records which connections each instance should have, and what its broker is called, so that `status` can tell without the manifest. */
export function recordPeers(
  record: MeshRecord,
  topology: Topology,
  scope?: ReadonlySet<string>,
): Promise<Result<void>> {
  const peers = byInstance(expectedPeers(topology));
  for (const [name, { environment, record: before }] of record.instances()) {
    if (scope && !scope.has(environment)) continue;
    const now = { peers: peers.get(name) ?? [], ...calledOf(topology, before) };
    const { peers: known = [], called, ...rest } = before;
    if (JSON.stringify(now) === JSON.stringify({ peers: known, ...(called !== undefined && { called }) }))
      continue;
    record.set(name, environment, { ...rest, ...now });
  }
  return record.save();
}

/** What the broker of an instance is called, if otherwise; one that leaves keeps what it was called. */
function calledOf({ mesh }: Topology, { broker, called }: InstanceRecord): Pick<InstanceRecord, "called"> {
  const now = mesh.brokers.has(broker) ? calledIn(mesh, "brokers", broker) : (called ?? broker);
  return now === broker ? {} : { called: now };
}
