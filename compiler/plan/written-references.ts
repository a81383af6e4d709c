import type { ManifestSubscription } from "../model/manifest.ts";
import type { Access } from "../model/mesh.ts";
import { printPattern } from "../model/topic.ts";

/**
 * References that match some accesses and nothing else, whatever else is in the mesh, with the terms of the reference
 * that they come from.
 */
export function writtenReferences(
  from: ManifestSubscription | undefined,
  accesses: readonly Access[],
): readonly ManifestSubscription[] {
  const said = Object.entries(typeof from === "object" ? from : {});
  const terms = Object.fromEntries(said.filter(([key]) => key !== "event" && key !== "where"));
  const names = new Set(accesses.map(nameOf));
  return [...names].map((event) => (Object.keys(terms).length === 0 ? event : { event, ...terms }));
}

/** Topics of two events are in no pattern that is one of them narrowed. */
function nameOf({ event, pattern }: Access): string {
  const topic = printPattern(pattern);
  return topic === printPattern(event.topic) ? `${event.domain}.${event.name}` : topic;
}
