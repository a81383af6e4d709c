import type { Broker } from "../../../compiler/model/mesh.ts";

/** Fewest servers with which a meta group finds a leader: one alone waits for another for ever (2.10 to 2.15). */
const fewestServers = 2;

/**
 * JetStream has one meta group over all hubs that are joined by gateways. Where only one server of it would store, the
 * first hub that does not has to take part too; streams are placed by name, so none comes to be there.
 */
export function alsoVote(hubs: readonly Broker[], storing: readonly Broker[]): readonly Broker[] {
  const servers = storing.reduce((sum, { instances }) => sum + instances.length, 0);
  if (hubs.length < 2 || servers === 0 || servers >= fewestServers) return [];
  return hubs.filter((hub) => !storing.includes(hub)).slice(0, 1);
}
