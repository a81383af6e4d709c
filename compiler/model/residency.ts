import type { Environment, Event } from "./mesh.ts";

/**
 * Whether an environment may carry, store or read an event: anywhere where the event has no residency, else only
 * where the environment names one of them.
 */
export function residencyAllows(event: Pick<Event, "residency">, environment: Environment): boolean {
  if (!event.residency) return true;
  return environment.residency !== undefined && event.residency.includes(environment.residency);
}
