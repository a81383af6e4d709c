/**
 * A set of topics: one entry a level. `*` stands for any one level, `>` (only last) for one or more further
 * levels; anything else is that level itself. A literal level never holds either character.
 */
export type Pattern = readonly string[];

/** `retail/orders/*` for people; engines print their own form. */
export function printPattern(pattern: Pattern): string {
  return pattern.join("/");
}

/** Whether some concrete topic is in both sets. */
export function overlaps(a: Pattern, b: Pattern): boolean {
  return intersection(a, b) !== undefined;
}

/** The topics that are in both sets, or `undefined` where there are none. The result is exact. */
export function intersection(a: Pattern, b: Pattern): Pattern | undefined {
  const common: string[] = [];
  for (let level = 0; ; level++) {
    const left = a[level];
    const right = b[level];
    if (left === undefined && right === undefined) return common;
    if (left === undefined || right === undefined) return undefined;
    if (left === ">") return [...common, ...b.slice(level)];
    if (right === ">") return [...common, ...a.slice(level)];
    if (left !== "*" && right !== "*" && left !== right) return undefined;
    common.push(left === "*" ? right : left);
  }
}

/** Whether every topic of `inner` is also in `outer`. */
export function covers(outer: Pattern, inner: Pattern): boolean {
  for (let level = 0; ; level++) {
    const wide = outer[level];
    const narrow = inner[level];
    if (wide === undefined) return narrow === undefined;
    if (narrow === undefined) return false;
    if (wide === ">") return true;
    if (narrow === ">") return false;
    if (wide !== "*" && wide !== narrow) return false;
  }
}
