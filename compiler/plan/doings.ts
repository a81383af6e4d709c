import type { Happening } from "./happening.ts";
import type { Touch } from "./touch.ts";

/** All that is done, found by what changes reach; it is noted what no change has told of. */
export interface Doings {
  /** What is done where something of these is reached, each once, in order. */
  of(touches: ReadonlySet<Touch>): readonly Happening[];
  /** The same of what no change so far has told of, by what it is found under then. */
  elseOf(touches: ReadonlySet<Touch>): readonly Happening[];
  /** What no change so far has told of, at least in part. */
  untold(): readonly Happening[];
}

/** Arranges what is done by what it is about. */
export function doingsOf(all: readonly Happening[]): Doings {
  const index = new Map<Touch, number[]>();
  for (const [position, { about, also }] of all.entries())
    for (const touch of [...about, ...also]) {
      const known = index.get(touch);
      if (known) known.push(position);
      else index.set(touch, [position]);
    }
  const taken = new Set<number>();
  const told = all.map(() => new Set<Touch>());
  const isUntold = ({ about, also }: Happening, position: number) => {
    const by = told[position];
    return !also.some((touch) => by?.has(touch)) && !about.every((touch) => by?.has(touch));
  };
  return {
    of(touches) {
      const found = new Set<number>();
      for (const touch of touches)
        for (const position of index.get(touch) ?? []) {
          found.add(position);
          told[position]?.add(touch);
        }
      return [...found].toSorted((a, b) => a - b).flatMap((position) => all[position] ?? []);
    },
    elseOf: (touches) =>
      all.filter((happening, position) => {
        const isFound = happening.orElse?.some((touch) => touches.has(touch)) ?? false;
        const found = isFound && (taken.has(position) || isUntold(happening, position));
        if (found) {
          taken.add(position);
          for (const touch of happening.about) told[position]?.add(touch);
        }
        return found;
      }),
    untold: () => all.filter((happening, position) => !happening.covered && isUntold(happening, position)),
  };
}
