/** A seeded source of choices: the same seed gives the same choices on every machine. */
export interface Dice {
  /** A whole number from 0 to `below` - 1. */
  whole(below: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** The list in another order. */
  shuffle<T>(list: readonly T[]): T[];
  /** Between `least` and `most` different entries of a list, as far as it goes. */
  some<T>(list: readonly T[], least: number, most: number): T[];
}

/** Dice over the published mulberry32 generator: 32 bits of state, good enough to pick small meshes. */
export function createDice(seed: number): Dice {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 0;
  const real = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const whole = (below: number): number => Math.floor(real() * below);
  const shuffle = <T>(list: readonly T[]): T[] => {
    const left = [...list];
    const out: T[] = [];
    while (left.length > 0) out.push(...left.splice(whole(left.length), 1));
    return out;
  };
  return {
    whole,
    shuffle,
    chance: (probability) => real() < probability,
    pick: <T>(list: readonly T[]): T => {
      if (list.length === 0) throw new Error("nothing to pick from");
      return list[whole(list.length)] as T;
    },
    some: (list, least, most) => shuffle(list).slice(0, least + whole(most - least + 1)),
  };
}
