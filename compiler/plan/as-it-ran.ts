import type { BrokerNode, Topology } from "../model/topology.ts";

/**
 * A mesh in which brokers whose manifest names no version are of the one that they were started with, and not of the
 * newest that is known by now. `programs` are full versions, such as `2.12.8`, of the instances of each broker.
 */
export function asItRan(topology: Topology, programs: ReadonlyMap<string, readonly string[]>): Topology {
  const ran = new Map<string, BrokerNode>();
  for (const [name, all] of programs) {
    const node = topology.brokers.get(name);
    if (!node || node.broker.version !== undefined) continue;
    const other = all.map(minorOf).find((version) => version !== node.version);
    if (other !== undefined) ran.set(name, { ...node, version: other });
  }
  if (ran.size === 0) return topology;
  const brokers = [...topology.brokers].map(([name, node]) => [name, ran.get(name) ?? node] as const);
  return { ...topology, brokers: new Map(brokers) };
}

function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}
