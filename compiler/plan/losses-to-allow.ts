import { compare } from "../model/compare.ts";
import { nameIn, type Names, reversed } from "../model/names.ts";
import type { Topology } from "../model/topology.ts";
import { type LossKind, lossKey } from "./loss-key.ts";
import { lossName } from "./may-lose.ts";
import type { Change, ChangeKind } from "./plan.ts";

/** A loss that nobody allowed. */
export interface LossToAllow {
  readonly change: Change;
  /** What `--allow-data-loss` takes for it. */
  readonly allow: string;
}

/** What was allowed to be lost. */
export interface Allowed {
  /** As `lossKey` names it. */
  readonly keys: ReadonlySet<string>;
  /** As it was written. */
  readonly written: ReadonlySet<string>;
}

/** What is lost by kind and name; what else keeps events is lost by its name as written. */
function isLossKind(kind: ChangeKind): kind is LossKind {
  return kind === "domain" || kind === "application" || kind === "broker";
}

/**
 * What of some changes, which name entries as `names` does, loses events without that being allowed. `meshes` are those before
 * and after.
 */
export function lossesToAllow(
  changes: readonly Change[],
  { keys, written }: Allowed,
  meshes: readonly (Topology | undefined)[],
  names: Names = new Map(),
): readonly LossToAllow[] {
  const losses = changes.filter(({ effect }) => effect === "DATA LOSS");
  const entries = reversed(names);
  const isAllowed = ({ kind, name }: Change) =>
    isLossKind(kind) ? keys.has(lossKey(kind, nameIn(entries, `${kind}s`, name))) : written.has(name);
  return losses
    .filter((change) => !isAllowed(change))
    .map((change) => ({ change, allow: lossName(change.kind, change.name, meshes, names) }));
}

/** The names alone that have to be given, each once, sorted. */
export function namesToAllow(losses: readonly LossToAllow[]): readonly string[] {
  return [...new Set(losses.map(({ allow }) => allow))].toSorted(compare);
}
