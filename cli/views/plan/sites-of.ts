import { compare } from "../../../compiler/model/compare.ts";
import { effects, worstOf } from "../../../compiler/model/effect.ts";
import { invariant } from "../../../compiler/diagnostics/invariant.ts";
import type { Change, ChangeKind } from "../../../compiler/plan/plan.ts";
import { groupBy } from "../../../deploy/verify/group-by.ts";

/** Changes that are alike but for the names in them. */
export interface Fold {
  readonly change: Change;
  /** Names of all of them, sorted. */
  readonly names: readonly string[];
  /** Whether the reason is word for word that of all of them. */
  readonly isSameReason: boolean;
  readonly flows: readonly string[];
  readonly applications: readonly string[];
}

/** Environments in which the same is done, and what it is. */
export interface Site {
  /** Sorted. */
  readonly environments: readonly string[];
  /** How many changes there are in all of them. */
  readonly count: number;
  /** By kind in the order of `kinds`, the gravest first. */
  readonly folds: readonly Fold[];
}

/** What a reader cares about, in order. */
export const kinds: readonly ChangeKind[] = [
  "broker",
  "link",
  "domain",
  "flow",
  "access",
  "application",
  "file",
];

/** More alike changes than these are told as one. */
const fewest = 3;

/**
 * A plan's changes as a reader takes them in: by environment, the gravest environment first. Unless `all` is asked for,
 * changes that are alike are told as one, and so are environments in which the same is done, as at hundreds of plants.
 */
export function sitesOf(changes: readonly Change[], all: boolean): readonly Site[] {
  const environments = [...groupBy(changes, ({ environment }) => environment).values()];
  const shapeOf = (own: readonly Change[]): string => [...new Set(own.map(likenessOf))].toSorted().join("\n");
  const alike = [...groupBy(environments, all ? () => "" : shapeOf).values()];
  const sites = alike.flatMap((group) => {
    const isOne = !all && group.length > fewest;
    return isOne ? [siteOf(group.flat(), all)] : group.map((own) => siteOf(own, all));
  });
  return sites.toSorted(
    (a, b) => gravity(b) - gravity(a) || compare(a.environments[0] ?? "", b.environments[0] ?? ""),
  );
}

function siteOf(changes: readonly Change[], all: boolean): Site {
  const environments = [...new Set(changes.map(({ environment }) => environment))].toSorted();
  const isMany = environments.length > 1;
  const groups = [...groupBy(changes, likenessOf).values()];
  const folds = groups.flatMap((group) =>
    !all && (isMany || group.length > fewest) ? [foldOf(group)] : group.map((change) => foldOf([change])),
  );
  return { environments, count: changes.length, folds: folds.toSorted(byWeight) };
}

function foldOf(group: readonly Change[]): Fold {
  const sorted = group.toSorted((a, b) => compare(a.name, b.name));
  const [change] = sorted;
  invariant(change, "no group of changes is empty");
  return {
    change,
    names: sorted.map(({ name }) => name),
    isSameReason: sorted.every(({ reason }) => reason === change.reason),
    flows: union(sorted.map(({ flows }) => flows)),
    applications: union(sorted.map(({ applications }) => applications)),
  };
}

function union(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].toSorted();
}

/** Alike: the same but for the names of the entry and of the environment, and for the numbers in these. */
function likenessOf({ environment, kind, name, action, effect, basis, wave, reason }: Change): string {
  const words = [...new Set([environment, ...name.split(/[^\w-]+/)])]
    .filter((word) => word !== "")
    .toSorted((a, b) => b.length - a.length || compare(a, b));
  const numbers = new Set(words.flatMap((word) => word.match(/\d+/g) ?? []));
  const named = new Set(words);
  const like = reason.replace(/[\w-]+/g, (word) =>
    named.has(word) ? "@" : word.replace(/\d+/g, (number) => (numbers.has(number) ? "#" : number)),
  );
  return JSON.stringify([kind, action, effect, basis, wave, like]);
}

function byWeight(a: Fold, b: Fold): number {
  return (
    kinds.indexOf(a.change.kind) - kinds.indexOf(b.change.kind) ||
    effects.indexOf(b.change.effect) - effects.indexOf(a.change.effect) ||
    compare(a.change.name, b.change.name)
  );
}

function gravity({ folds }: Site): number {
  return effects.indexOf(worstOf(folds.map(({ change }) => change.effect)));
}
