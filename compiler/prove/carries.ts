import type { Event } from "../model/mesh.ts";
import { pairKey } from "../model/pair-key.ts";
import { residencyAllows } from "../model/residency.ts";
import type { Topology } from "../model/topology.ts";

/** Why a way may not carry an event, in words, or `undefined` where it may. */
export function whyNotCarried(topology: Topology, event: Event, path: readonly string[]): string | undefined {
  for (const name of path) {
    const environment = topology.brokers.get(name)?.broker.environment;
    if (!environment || residencyAllows(event, environment)) continue;
    const there = environment.residency ? `is in residency ${environment.residency}` : "has no residency";
    return `"${name}" ${there}, the event may be in ${event.residency?.join(", ")} only`;
  }
  for (const [index, from] of path.entries()) {
    const to = path[index + 1];
    const declaration = to === undefined ? undefined : topology.declarations.get(pairKey(from, to));
    if (!declaration?.domains || declaration.domains.includes(event.domain)) continue;
    return `link "${declaration.name}" between "${from}" and "${to}" does not carry domain "${event.domain}"`;
  }
  return undefined;
}
