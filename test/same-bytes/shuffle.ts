import { isMap, isSeq, parseDocument, visit } from "yaml";

/** Numbers from 0 to below 1, the same for the same seed (a linear congruential generator). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A copy in another order (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], roll: () => number): T[] {
  const copy = [...items];
  for (let last = copy.length - 1; last > 0; last--) {
    const other = Math.floor(roll() * (last + 1));
    [copy[last], copy[other]] = [copy[other] as T, copy[last] as T];
  }
  return copy;
}

/** The same YAML with the keys of every map, and the patterns of `include`, in another order. */
export function shuffledKeys(text: string, seed: number): string {
  const roll = dice(seed);
  const document = parseDocument(text);
  visit(document, {
    Map: (_, map) => void (map.items = shuffled(map.items, roll)),
    Pair(_, pair) {
      if (String(pair.key) === "include" && isSeq(pair.value))
        pair.value.items = shuffled(pair.value.items, roll);
    },
  });
  if (!isMap(document.contents)) throw new Error("a manifest is a map");
  document.contents.commentBefore = null;
  return document.toString();
}
