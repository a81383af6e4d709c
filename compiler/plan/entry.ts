import type { ChangeKind } from "./plan.ts";

/** An entry of a mesh in the mesh's own words, as far as it is compared. */
export interface Entry {
  readonly kind: ChangeKind;
  readonly name: string;
  /**
   * Of a broker its own; of a link that of who dials. Of a domain that of the first home of its streams by name; of one
   * that is stored nowhere the first by name of those where it is published, read, or that there are. Of a flow that of
   * its publisher, the first by name. Access and applications are told of in each environment where they have a place.
   */
  readonly environment: string;
  /** Sorted by label and by what they are of. */
  readonly facets: readonly Facet[];
  /** Brokers where it shows, sorted. */
  readonly brokers: readonly string[];
  /** The domain, the event of it and the application that it is about, where it is about one. */
  readonly domain?: string;
  readonly event?: string;
  readonly application?: string;
}

/** Something that is said of an entry. */
export interface Facet {
  /** Such as `retention`. */
  readonly label: string;
  /** What of the entry it is said of, such as an event; absent = of all of it. */
  readonly of?: string;
  /** Exact, so that two that are alike say the same; absent = `items` are what is said. */
  readonly value?: string;
  /** A set, sorted. */
  readonly items?: readonly string[];
}

/** What is compared of a facet. */
export function saidBy({ value, items }: Facet): string {
  return value ?? (items ?? []).join("\n");
}

/** Names a facet among those of its entry. */
export function facetKey({ label, of = "" }: Facet): string {
  return `${label} ${of}`;
}
