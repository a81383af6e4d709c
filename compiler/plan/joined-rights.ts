import { compare, sortedByName } from "../model/compare.ts";
import { covers } from "../model/topic.ts";
import type { Durable, Grant, StoredUse } from "../model/topology.ts";
import { tidyGrants } from "../synthesize/grants.ts";

/** The rights of a link in two meshes at one broker, together; those of the first where they cover the others. */
export function joinedGrants(now: readonly Grant[], before: readonly Grant[]): readonly Grant[] {
  const isCovered = ({ action, pattern }: Grant) =>
    now.some((grant) => grant.action === action && covers(grant.pattern, pattern));
  const more = before.filter((grant) => !isCovered(grant));
  if (more.length === 0) return now;
  const of = (wanted: Grant["action"]) =>
    tidyGrants([...now, ...more].filter(({ action }) => action === wanted));
  return [...of("publish"), ...of("subscribe")];
}

/** The same of what it does with stored events. */
export function joinedUse(now: StoredUse, before: StoredUse): StoredUse {
  const brings = now.brings ?? before.brings;
  return {
    answered: [...new Set([...now.answered, ...before.answered])].toSorted(compare),
    reads: byKey(now.reads, before.reads, durableKey).toSorted((a, b) =>
      compare(durableKey(a), durableKey(b)),
    ),
    ...(brings && { brings }),
    sources: sortedByName(byKey(now.sources, before.sources, ({ name }) => name)),
    mirrors: sortedByName(byKey(now.mirrors, before.mirrors, ({ name }) => name)),
  };
}

function byKey<T>(now: readonly T[], before: readonly T[], keyOf: (one: T) => string): readonly T[] {
  const known = new Set(now.map(keyOf));
  return [...now, ...before.filter((one) => !known.has(keyOf(one)))];
}

function durableKey({ stream, name }: Durable): string {
  return `${stream} ${name}`;
}
