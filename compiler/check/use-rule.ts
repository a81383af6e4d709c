import type { Reporter } from "../diagnostics/reporter.ts";
import type { Documents } from "../model/documents.ts";
import type { Manifest } from "../model/manifest.ts";
import type { LinkKind } from "../model/link-kind.ts";
import type { Topology } from "../model/topology.ts";
import type { Engine } from "../target.ts";

/** What was said, and what became of it. */
export interface Outcome {
  readonly documents: Documents;
  readonly manifest: Manifest;
  readonly topology: Topology;
  /** Whether nothing was wrong so far: a link that could not be made takes the effect from what is about it. */
  readonly isSound: boolean;
  readonly engines: ReadonlyMap<string, Engine>;
  /** Every kind of link that there is. */
  readonly kinds: readonly LinkKind[];
}

/** A claim that something which was said has an effect; reports each place where it has none. */
export type UseRule = (outcome: Outcome, report: Reporter) => void;
