/** Something that is so after a wave and no more after a later one. */
export interface Lasting<T> {
  readonly what: T;
  readonly after: number;
  readonly until: number;
}

/**
 * From what is so after each of some waves, in their order, for how long each is so; what comes back after it was gone is told
 * again. Where it is so after the last of them, until one wave later.
 */
export function lasting<T>(
  waves: readonly { readonly after: number; readonly found: readonly T[] }[],
  keyOf: (what: T) => string,
): readonly Lasting<T>[] {
  const result: Lasting<T>[] = [];
  let open = new Map<string, { readonly what: T; readonly after: number }>();
  const close = (still: ReadonlySet<string>, until: number) => {
    for (const [key, one] of open) if (!still.has(key)) result.push({ ...one, until });
  };
  for (const { after, found } of waves) {
    const keys = new Set(found.map(keyOf));
    close(keys, after);
    open = new Map(found.map((what) => [keyOf(what), open.get(keyOf(what)) ?? { what, after }]));
  }
  close(new Set(), (waves.at(-1)?.after ?? 0) + 1);
  return result.toSorted((a, b) => a.after - b.after || a.until - b.until);
}
