import { compare } from "../../model/compare.ts";
import { type Facet, facetKey } from "../entry.ts";

/** Facets of an entry in the order in which all of them stand; those that say nothing are left out. */
export function facetsOf(all: readonly (Facet | undefined)[]): readonly Facet[] {
  return all
    .filter((facet) => facet !== undefined)
    .map((facet) => ({ facet, key: facetKey(facet) }))
    .toSorted((a, b) => compare(a.key, b.key))
    .map(({ facet }) => facet);
}

/** A facet of one value; none where there is no value. */
export function said(label: string, value: string | number | undefined, of?: string): Facet | undefined {
  if (value === undefined) return undefined;
  return { label, value: String(value), ...(of !== undefined && { of }) };
}

/** A facet that is a set; none where it is empty. */
export function listed(label: string, items: Iterable<string>, of?: string): Facet | undefined {
  const sorted = [...new Set(items)].toSorted(compare);
  return sorted.length === 0 ? undefined : { label, items: sorted, ...(of !== undefined && { of }) };
}
