import type { Topology } from "../../compiler/model/topology.ts";

/** Which brokers are of which topology, in a plan that is carried out wave by wave. */
export interface Phases {
  /** The topology that a broker is of by now; `undefined` = it is not there. */
  readonly of: (broker: string) => Topology | undefined;
  /** Says that brokers are of a topology from now on; those that it does not have are there no more. */
  readonly reach: (brokers: Iterable<string>, topology: Topology) => void;
}

/** Begins with the mesh as it was applied. */
export function phasesFrom(before: Topology | undefined): Phases {
  const now = new Map<string, Topology>();
  if (before) for (const broker of before.brokers.keys()) now.set(broker, before);
  return {
    of: (broker) => now.get(broker),
    reach(brokers, topology) {
      for (const broker of brokers) {
        if (topology.brokers.has(broker)) now.set(broker, topology);
        else now.delete(broker);
      }
    },
  };
}
