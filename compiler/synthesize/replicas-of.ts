import type { Broker } from "../model/mesh.ts";

/** An odd number of copies survives the loss of the fewer half; more than three cost more than they keep. */
const mostReplicas = 3;

/** On how many of a broker's instances each stored event is. */
export function replicasOf({ instances }: Broker): number {
  return instances.length < mostReplicas ? 1 : mostReplicas;
}
