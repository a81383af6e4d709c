/**
 * Compares plain data, lists and maps, whatever the order of keys; a key that is `undefined` counts as absent. What was
 * compared before is not looked into again: parts of a mesh are parts of many others.
 */
export function comparer(): (a: unknown, b: unknown) => boolean {
  const known = new Map<object, { readonly other: object; readonly same: boolean }>();
  const alike = (a: unknown, b: unknown): boolean => {
    if (a === b) return true;
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
    // To note of short lists of words that they were compared takes longer than to compare them.
    if (Array.isArray(a) && typeof a[0] === "string") return Array.isArray(b) && sameWords(a, b);
    const before = known.get(a);
    if (before?.other === b) return before.same;
    const same = inside(a, b, alike);
    known.set(a, { other: b, same });
    return same;
  };
  return alike;
}

type Alike = (a: unknown, b: unknown) => boolean;

function inside(a: object, b: object, alike: Alike): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && sameList(a, b, alike);
  if (a instanceof Map) return b instanceof Map && sameMap(a, b, alike);
  if (Array.isArray(b) || b instanceof Map) return false;
  return sameRecord(a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>, alike);
}

function sameWords(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

function sameList(a: readonly unknown[], b: readonly unknown[], alike: Alike): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (!alike(a[index], b[index])) return false;
  return true;
}

function sameMap(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>, alike: Alike): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (!b.has(key) || !alike(value, b.get(key))) return false;
  return true;
}

function sameRecord(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
  alike: Alike,
): boolean {
  // No list of keys is made of what is compared tens of thousands of times; plain data inherits none.
  for (const key in a) if (!alike(a[key], b[key])) return false;
  for (const key in b) if (b[key] !== undefined && a[key] === undefined) return false;
  return true;
}
