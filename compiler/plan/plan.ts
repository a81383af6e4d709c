import type { Basis, Effect } from "../model/effect.ts";

/** What stands between the mesh as it was last applied and the one that a manifest says. The same input gives the same plan. */
export interface Plan {
  readonly mesh: string;
  /** Sorted by environment, kind and name. */
  readonly changes: readonly Change[];
  /** What cannot be done, each by name; a plan with one of these is not carried out. */
  readonly refused: readonly Refusal[];
  /**
   * What `--allow-data-loss` has yet to be given, each as it is written there, sorted: a plan with one of these is not
   * carried out.
   */
  readonly toAllow: readonly string[];
  /** What the manifest says otherwise and no broker has to know, a clause each, sorted; it is recorded, no more. */
  readonly noted: readonly string[];
  /** In the order in which they are carried out; their numbers begin with 1. */
  readonly waves: readonly Wave[];
  /** What holds between two waves and in neither mesh, and cannot be avoided. */
  readonly meanwhile: readonly Meanwhile[];
}

export type ChangeKind = "broker" | "link" | "domain" | "flow" | "access" | "application" | "file";

export type Action = "add" | "change" | "rename" | "replace" | "drain" | "remove";

/** One entry of the mesh that is other than it was. */
export interface Change {
  readonly environment: string;
  readonly kind: ChangeKind;
  readonly name: string;
  readonly action: Action;
  readonly effect: Effect;
  readonly basis: Basis;
  /** Number of the wave that brings it about. */
  readonly wave: number;
  /** What differs and why that has the effect, a sentence. */
  readonly reason: string;
  /** Flows that it touches, as `flowName` writes them, sorted. */
  readonly flows: readonly string[];
  /** Applications that it touches, sorted. */
  readonly applications: readonly string[];
}

/** Something that a plan does not do. */
export interface Refusal {
  readonly name: string;
  readonly why: string;
  /** What `--allow-data-loss` takes for it to be done nevertheless; absent = nothing makes it so. */
  readonly allow?: string;
}

/** What is done together: everything in it is in force before the next one begins. */
export interface Wave {
  readonly number: number;
  /** What it is for, such as `hubs`. */
  readonly title: string;
  /** Brokers of which something is done, sorted. */
  readonly brokers: readonly string[];
}

/** What is so after a wave and before a later one. */
export interface Meanwhile {
  readonly after: number;
  readonly until: number;
  readonly kind: "cut" | "exposed";
  /** A sentence. */
  readonly what: string;
  /** Flows that are cut; none where something is exposed. */
  readonly flows: readonly string[];
}
