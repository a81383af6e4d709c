import type { AbstractReference, AbstractTerms } from "./abstract-mesh.ts";
import { durationOf } from "./stored-terms.ts";

/** Terms of delivery in words, which are the same for what is delivered alike; empty where nothing is said of them. */
export function printTerms(reference: AbstractReference): string {
  if (typeof reference === "string") return "";
  const { backoff, deadLetter } = reference;
  if (mostOf(reference) === Infinity && backoff === undefined) return "";
  const pauses = backoff?.map(durationOf).join(" ") ?? "usual";
  return `${mostOf(reference)} times after ${pauses}${deadLetter === true ? ", told" : ""}`;
}

/** After how many deliveries an event is given up. */
export function mostOf({ maxDeliver, backoff = [], deadLetter = false }: AbstractTerms): number {
  if (maxDeliver !== undefined) return maxDeliver;
  return deadLetter ? Math.max(5, backoff.length + 1) : Infinity;
}
