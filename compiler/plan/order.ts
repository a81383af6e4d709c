import { waves } from "../model/waves.ts";
import type { Topology } from "../model/topology.ts";

/** Numbers of the waves of a plan: those of brokers from 1 on, then two more. */
export interface Order {
  /** The wave in which a broker is brought about; one that leaves has none. */
  readonly of: ReadonlyMap<string, number>;
  /** The last one in which brokers are brought about; what is stored in them is made after it. */
  readonly last: number;
  /** Takes away what was held on to. */
  readonly contract: number;
  /** Ends brokers that leave, and removes what was drained. */
  readonly removal: number;
}

/** The order in which an expanded mesh is brought about, as `apply` does it. */
export function orderOf(expanded: Topology): Order {
  const all = waves(expanded);
  const of = new Map(all.flatMap((brokers, index) => brokers.map((name) => [name, index + 1] as const)));
  const last = all.length;
  return { of, last, contract: last + 1, removal: last + 2 };
}
