import type { Event, Reference } from "./mesh.ts";

/** The events that some references match, each once, in their order. */
export function eventsOf(references: readonly Reference[]): ReadonlySet<Event> {
  return new Set(references.flatMap(({ accesses }) => accesses.map(({ event }) => event)));
}
