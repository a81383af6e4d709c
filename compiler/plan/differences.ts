import { type Entry, type Facet, facetKey, saidBy } from "./entry.ts";

/** An entry that is new, gone, or says something else than before. */
export interface Difference {
  readonly before?: Entry;
  readonly after?: Entry;
  /** What is said otherwise; of an entry that is new or gone all that it says. Sorted as in the entry. */
  readonly facets: readonly FacetChange[];
}

/** What was said of an entry and what is; absent = nothing. */
export interface FacetChange {
  readonly label: string;
  readonly of?: string;
  readonly before?: Facet;
  readonly after?: Facet;
}

/** The entry as it will be, or as it was where it goes. */
export function entryOf({ before, after }: Difference): Entry {
  return (after ?? before) as Entry;
}

/** What differs between two outlines, entry by entry. */
export function differencesOf(before: readonly Entry[], after: readonly Entry[]): readonly Difference[] {
  const old = byKey(before);
  const now = byKey(after);
  const found: Difference[] = [];
  for (const [key, entry] of now) {
    const was = old.get(key);
    const facets = changedFacets(was?.facets ?? [], entry.facets);
    if (!was) found.push({ after: entry, facets });
    else if (facets.length > 0) found.push({ before: was, after: entry, facets });
  }
  for (const [key, entry] of old)
    if (!now.has(key)) found.push({ before: entry, facets: changedFacets(entry.facets, []) });
  return found;
}

/** Applications and their access are told of by environment; every other name is the only one of its kind. */
function byKey(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  const keyOf = ({ kind, name, environment, application }: Entry) =>
    application === undefined ? `${kind} ${name}` : `${kind} ${environment} ${name}`;
  return new Map(entries.map((entry) => [keyOf(entry), entry]));
}

/** What is said otherwise by the second list, sorted. */
export function changedFacets(before: readonly Facet[], after: readonly Facet[]): readonly FacetChange[] {
  if (isSame(before, after)) return [];
  const old = new Map(before.map((facet) => [facetKey(facet), facet]));
  const now = new Map(after.map((facet) => [facetKey(facet), facet]));
  const keys = [...new Set([...old.keys(), ...now.keys()])].toSorted();
  return keys.flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const one = is ?? was;
    if (!one || (was && is && saidBy(was) === saidBy(is))) return [];
    const { label, of } = one;
    return [
      { label, ...(of !== undefined && { of }), ...(was && { before: was }), ...(is && { after: is }) },
    ];
  });
}

function isSame(before: readonly Facet[], after: readonly Facet[]): boolean {
  return (
    before.length === after.length &&
    before.every((facet, index) => {
      const other = after[index];
      return other && facet.label === other.label && facet.of === other.of && saidBy(facet) === saidBy(other);
    })
  );
}
