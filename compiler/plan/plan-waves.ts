import { compare } from "../model/compare.ts";
import type { Happening } from "./happening.ts";
import type { Order } from "./order.ts";
import type { Change, Wave } from "./plan.ts";

/**
 * Waves in which something is done or a change comes, with those before them in which nothing does. None where nothing is
 * done at all: what is only said otherwise is recorded, and no more.
 */
export function wavesOf(
  order: Order,
  done: readonly Happening[],
  changes: readonly Pick<Change, "wave">[],
): readonly Wave[] {
  const byWave = new Map<number, Set<string>>();
  const add = (wave: number, ...brokers: readonly string[]) =>
    byWave.set(wave, new Set([...(byWave.get(wave) ?? []), ...brokers]));
  for (const { wave, broker } of done) add(wave, broker);
  if (done.length > 0) for (const { wave } of changes) add(wave);
  return upToLast(byWave, order);
}

/** The same waves where something is done to more brokers in the one in which things are removed. */
export function withRemovalAt(
  waves: readonly Wave[],
  brokers: readonly string[],
  order: Order,
): readonly Wave[] {
  const byWave = new Map(waves.map((wave) => [wave.number, new Set(wave.brokers)]));
  byWave.set(order.removal, new Set([...(byWave.get(order.removal) ?? []), ...brokers]));
  return upToLast(byWave, order);
}

function upToLast(byWave: ReadonlyMap<number, ReadonlySet<string>>, order: Order): readonly Wave[] {
  const last = Math.max(0, ...byWave.keys());
  return Array.from({ length: last }, (_, index) => {
    const number = index + 1;
    const brokers = [...(byWave.get(number) ?? [])].toSorted(compare);
    // What is stored is made once all brokers are brought about, at those too that were so in an earlier wave.
    const isStoring =
      number === order.last && brokers.some((name) => (order.of.get(name) ?? number) < number);
    return { number, title: `${titleOf(number, order)}${isStoring ? ", and what is stored" : ""}`, brokers };
  });
}

function titleOf(number: number, { contract, removal }: Order): string {
  if (number === contract) return "what was held on to";
  if (number === removal) return "removal";
  if (number === 1) return "hubs";
  return number === 2 ? "who dials hubs" : `who dials wave ${number - 1}`;
}
