/** Order by UTF-16 code unit, the same in every locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A copy sorted by `name`, by code unit. */
export function sortedByName<T extends { readonly name: string }>(values: Iterable<T>): readonly T[] {
  return [...values].toSorted((a, b) => compare(a.name, b.name));
}
