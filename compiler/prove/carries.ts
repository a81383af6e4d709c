import type { Event } from "../model/mesh.ts";
import { pairKey } from "../model/pair-key.ts";
import { residencyAllows } from "../model/residency.ts";
import type { Topology } from "../model/topology.ts";

/** Why a way may not carry an event, in words, or `undefined` where it may. */
export function whyNotCarried(topology: Topology, event: Event, path: readonly string[]): string | undefined {
  for (const [index, broker] of path.entries()) {
    const why =
      whyNotEntered(topology, event, broker) ?? whyNotCrossed(topology, event, path[index - 1], broker);
    if (why !== undefined) return why;
  }
  return undefined;
}

/** Whether an event may go from one broker to the next. */
export function mayStep(topology: Topology, event: Event, from: string, to: string): boolean {
  return !whyNotEntered(topology, event, to) && !whyNotCrossed(topology, event, from, to);
}

function whyNotEntered(topology: Topology, event: Event, broker: string): string | undefined {
  const environment = topology.brokers.get(broker)?.broker.environment;
  if (!environment || residencyAllows(event, environment)) return undefined;
  const there = environment.residency ? `is in residency ${environment.residency}` : "has no residency";
  return `"${broker}" ${there}, the event may be in ${event.residency?.join(", ")} only`;
}

function whyNotCrossed(
  topology: Topology,
  event: Event,
  from: string | undefined,
  to: string,
): string | undefined {
  const declaration = from === undefined ? undefined : topology.declarations.get(pairKey(from, to));
  if (!declaration?.domains || declaration.domains.includes(event.domain)) return undefined;
  return `link "${declaration.name}" between "${from}" and "${to}" does not carry domain "${event.domain}"`;
}
