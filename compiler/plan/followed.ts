import type { Topology } from "../model/topology.ts";

/** Which topology each broker is as, of brokers of a mesh that is changed one after another. */
export interface Followed {
  /** The earlier first: of what belongs to no broker the last one's counts. */
  readonly topologies: readonly Topology[];
  /** Brokers that there are, in no order. */
  readonly brokers: ReadonlySet<string>;
  /** Whether a broker is as a topology says. */
  follows(broker: string, topology: Topology): boolean;
  /** What a broker is as; `undefined` where there is none of that name. */
  of(broker: string): Topology | undefined;
}

/** Looks up each broker once. `order` has the topologies, the earlier first; without it they are in the order of the brokers. */
export function followed(
  of: (broker: string) => Topology | undefined,
  names: Iterable<string>,
  order: readonly Topology[],
): Followed {
  const byBroker = new Map<string, Topology>();
  for (const name of names) {
    const topology = of(name);
    if (topology?.brokers.has(name)) byBroker.set(name, topology);
  }
  const used = new Set(byBroker.values());
  const topologies = [...new Set([...order, ...used])].filter((topology) => used.has(topology));
  return {
    topologies,
    brokers: new Set(byBroker.keys()),
    follows: (broker, topology) => byBroker.get(broker) === topology,
    of: (broker) => byBroker.get(broker),
  };
}
