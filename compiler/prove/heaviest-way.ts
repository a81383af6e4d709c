import type { Crossing } from "./crossings.ts";

/** The heaviest way to a crossing that is known so far, and the crossing before it. */
interface Best {
  readonly weight: number;
  readonly before?: Crossing;
}

/**
 * Of all ways between two brokers on which every step is allowed, the one whose brokers weigh most together; of those
 * alike the first, active targets before standby ones. `undefined` where no way is allowed.
 */
export function heaviestWay(
  crossings: readonly Crossing[],
  mayStep: (from: string, to: string) => boolean,
  weightOf: (broker: string) => number,
): readonly string[] | undefined {
  const best = new Map<Crossing, Best>();
  const [first] = crossings;
  if (first)
    best.set(first, { weight: weightOf(first.up) + (first.up === first.down ? 0 : weightOf(first.down)) });
  let heaviest: { readonly end: Crossing; readonly weight: number } | undefined;
  for (const crossing of crossings) {
    const known = best.get(crossing);
    if (!known) continue;
    const { up, down, isJoined } = crossing;
    const isWay = isJoined && (up === down || mayStep(up, down));
    if (isWay && (!heaviest || known.weight > heaviest.weight))
      heaviest = { end: crossing, weight: known.weight };
    for (const { from, target, to } of crossing.onward) {
      if (!mayStep(from, target)) continue;
      const weight = known.weight + (to.up === to.down ? 0 : weightOf(target));
      if (weight > (best.get(to)?.weight ?? -1)) best.set(to, { weight, before: crossing });
    }
  }
  return heaviest && pathTo(heaviest.end, best);
}

function pathTo(end: Crossing, best: ReadonlyMap<Crossing, Best>): readonly string[] {
  const up: string[] = [];
  const down: string[] = [];
  for (let crossing: Crossing | undefined = end; crossing; crossing = best.get(crossing)?.before) {
    if (up[up.length - 1] !== crossing.up) up.push(crossing.up);
    if (down[down.length - 1] !== crossing.down) down.push(crossing.down);
  }
  up.reverse();
  return end.up === end.down ? [...up, ...down.slice(1)] : [...up, ...down];
}
