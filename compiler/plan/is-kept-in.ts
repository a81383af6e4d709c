import { deadLettersOf } from "../model/dead-letters.ts";
import type { Topology } from "../model/topology.ts";
import type { Provision } from "../model/workload.ts";

/** Tells whether something inside a broker is, or is in, a stream that a mesh has there. */
export function isKeptIn({
  streams,
  mirrors,
  sources,
  durables,
}: Topology): (broker: string, provision: Provision) => boolean {
  const at = new Map<string, string>();
  for (const { name, home } of streams) at.set(name, home);
  for (const { name, broker } of [...mirrors, ...sources]) at.set(name, broker);
  for (const durable of durables) {
    const letters = deadLettersOf(durable);
    const home = at.get(durable.mirror ?? durable.stream);
    if (letters !== undefined && home !== undefined) at.set(letters, home);
  }
  return (broker, { name, within = name }) => at.get(within) === broker;
}
