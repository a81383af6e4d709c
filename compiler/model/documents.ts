import type { SourceFile, Span } from "../source/source-file.ts";

/** What was written in YAML, after includes, overlays, `each` and defaults, every value with its place. */
export type Node = ScalarNode | ListNode | MapNode;

/** A string, number, boolean or null of YAML's core schema. */
export interface ScalarNode {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  readonly span: Span;
  /** Set where this value came out of `each`: the row it was expanded with. */
  readonly row?: Span;
}

/** A YAML sequence. */
export interface ListNode {
  readonly kind: "list";
  readonly items: readonly Node[];
  readonly span: Span;
  readonly row?: Span;
}

/** A YAML mapping in the order written; keys are strings. */
export interface MapNode {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, MapEntry>;
  readonly span: Span;
  readonly row?: Span;
}

/** A key and its value. `key` is where the key stands. */
export interface MapEntry {
  readonly key: Span;
  readonly value: Node;
}

/** The merged manifest with the files that it came from, the root file first. */
export interface Documents {
  readonly root: MapNode;
  /**
   * Parts of the manifest as they were written before they were worked into `root`, each a map of the same form:
   * overlays, `defaults`, entries with `each`, entries in which `null` unsets something. `root` need not hold all that
   * they say, and what is wrong in them is to be found all the same.
   */
  readonly workedIn: readonly MapNode[];
  readonly files: readonly SourceFile[];
}

/** A place in the manifest and, for expansions, the `each` row behind it. */
export interface Place {
  readonly span: Span;
  readonly row?: Span;
}
