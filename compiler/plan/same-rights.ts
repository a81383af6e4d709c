import type { Pattern } from "../model/topic.ts";
import type { Durable, Grant, Identity, StoredUse } from "../model/topology.ts";

/** Brokers at which either of two versions of an identity may do what the other may not. */
export function unlikeAt(one: Identity | undefined, other: Identity | undefined): readonly string[] {
  const brokers = [...(one?.at.keys() ?? [])];
  for (const broker of other?.at.keys() ?? []) if (!one?.at.has(broker)) brokers.push(broker);
  if (!one || !other || one.protocol !== other.protocol) return brokers;
  return brokers.filter((broker) => {
    const [grants, others] = [one.at.get(broker), other.at.get(broker)];
    if (!grants || !others || !alike(grants, others, sameGrant)) return true;
    return !sameUse(one.uses.get(broker), other.uses.get(broker));
  });
}

function sameGrant(a: Grant, b: Grant): boolean {
  return a.action === b.action && a.group === b.group && samePattern(a.pattern, b.pattern);
}

function sameUse(a: StoredUse | undefined, b: StoredUse | undefined): boolean {
  if (!a || !b) return a === b;
  return (
    alike(a.reads, b.reads, sameDurable) &&
    alike(a.sources, b.sources, sameName) &&
    alike(a.mirrors, b.mirrors, sameName) &&
    alike(a.brings ?? [], b.brings ?? [], (one, other) => sameName(one, other) && one.stream === other.stream)
  );
}

function sameDurable(a: Durable, b: Durable): boolean {
  return (
    a.name === b.name &&
    a.stream === b.stream &&
    a.mirror === b.mirror &&
    alike(a.patterns, b.patterns, samePattern)
  );
}

function sameName(a: { readonly name: string }, b: { readonly name: string }): boolean {
  return a.name === b.name;
}

function samePattern(a: Pattern, b: Pattern): boolean {
  return alike(a, b, (level, other) => level === other);
}

function alike<T>(a: readonly T[], b: readonly T[], same: (one: T, other: T) => boolean): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (!same(a[index] as T, b[index] as T)) return false;
  return true;
}
