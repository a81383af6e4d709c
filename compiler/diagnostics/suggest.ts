/**
 * The candidate most like what was written, for "did you mean". Distance counts insertions, deletions,
 * substitutions and swaps of neighbours; at most a third of the letters may differ, two of five, one of two and none of
 * one, so that a guess is worth reading. `most` bounds the distance further.
 */
export function suggest(
  written: string,
  candidates: Iterable<string>,
  most = Number.POSITIVE_INFINITY,
): string | undefined {
  const wanted = written.toLowerCase();
  let limit = Math.min(most, limitFor(written.length));
  let best: string | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - written.length) > limit) continue;
    const distance = distanceWithin(limit, wanted, candidate.toLowerCase());
    if (distance === undefined) continue;
    best = candidate;
    limit = distance - 1;
  }
  return best;
}

function limitFor(letters: number): number {
  if (letters < 2) return 0;
  return Math.max(letters < 5 ? 1 : 2, Math.floor(letters / 3));
}

/** The distance of two texts, or `undefined` where it is above the limit. */
function distanceWithin(limit: number, a: string, b: string): number | undefined {
  let beforeLast = new Uint16Array(b.length + 1);
  let last = Uint16Array.from(beforeLast, (_, index) => index);
  let row = new Uint16Array(b.length + 1);
  for (let i = 1; i <= a.length; i++) {
    const letter = a.charCodeAt(i - 1);
    const letterBefore = a.charCodeAt(i - 2);
    row[0] = i;
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const isSame = letter === b.charCodeAt(j - 1);
      let cost = Math.min((last[j - 1] ?? 0) + (isSame ? 0 : 1), (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      const swapped = letter === b.charCodeAt(j - 2) && letterBefore === b.charCodeAt(j - 1);
      if (swapped) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row[j] = cost;
      least = Math.min(least, cost);
    }
    // A swap looks back two rows, and costs no less than what stands there.
    if (least > limit + 1) return undefined;
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  const distance = last[b.length] ?? 0;
  return distance <= limit ? distance : undefined;
}
