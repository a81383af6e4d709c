import { changedFacets, type Difference, entryOf } from "./differences.ts";

/**
 * The same with an application that leaves one environment for another told once, in the one where it is now: it is the
 * same application, and what is kept for it is told of it there. What it may do is told in each, as it is granted and taken
 * away there. Of one that leaves or comes to several it is not known from which to which, so that these stay as they are.
 */
export function withMoves(differences: readonly Difference[]): readonly Difference[] {
  const gone = byName(differences, ({ before, after }) => before !== undefined && !after);
  const come = byName(differences, ({ before, after }) => !before && after !== undefined);
  const moves = new Map<Difference, Difference>();
  for (const [name, [from, ...more]] of gone) {
    const [to, ...others] = come.get(name) ?? [];
    if (from?.before && to?.after && more.length + others.length === 0) moves.set(to, from);
  }
  if (moves.size === 0) return differences;
  const told = new Set(moves.values());
  return differences
    .filter((one) => !told.has(one))
    .map((one) => {
      const before = moves.get(one)?.before;
      const { after } = one;
      return before && after ? { before, after, facets: changedFacets(before.facets, after.facets) } : one;
    });
}

function byName(
  differences: readonly Difference[],
  isMeant: (difference: Difference) => boolean,
): ReadonlyMap<string, readonly Difference[]> {
  const found = new Map<string, Difference[]>();
  for (const one of differences) {
    const { kind, name } = entryOf(one);
    if (kind === "application" && isMeant(one)) found.set(name, [...(found.get(name) ?? []), one]);
  }
  return found;
}
