import type { Reporter } from "../../../compiler/diagnostics/reporter.ts";
import type { BrokerNode, Topology } from "../../../compiler/model/topology.ts";
import { majorityInOnePlace } from "./diagnostics.ts";

/**
 * Warns of environments of which each takes the majority of the servers along that agree on streams. All hubs that store
 * agree in one group; without its majority no stream or consumer can be made or changed, and one that has lost its
 * leader gets no other, while what is there is read and written on (2.9 to 2.15). A mesh that stores in one
 * environment only has nothing to lose elsewhere.
 */
export function checkMajority(topology: Topology, report: Reporter): void {
  const byEnvironment = serversByEnvironment([...topology.brokers.values()]);
  if (byEnvironment.size < 2) return;
  const servers = [...byEnvironment.values()].reduce((sum, count) => sum + count, 0);
  const majority = Math.floor(servers / 2) + 1;
  const needed = [...byEnvironment].filter(([, count]) => servers - count < majority);
  const [first] = needed;
  if (!first) return;
  const at = { path: ["environments", first[0]], on: "key" } as const;
  report.report(majorityInOnePlace, { needed, servers }, at);
}

function serversByEnvironment(nodes: readonly BrokerNode[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { broker, storing, role } of nodes) {
    if (storing === undefined || role !== "hub") continue;
    const { name } = broker.environment;
    counts.set(name, (counts.get(name) ?? 0) + broker.instances.length);
  }
  return counts;
}
