import type { Reporter } from "../diagnostics/reporter.ts";
import { linkEntriesMatter } from "./link-entries-matter.rule.ts";
import { storageIsStoredOn } from "./storage-is-stored-on.rule.ts";
import { portsHaveListeners } from "./ports-have-listeners.rule.ts";
import type { Outcome, UseRule } from "./use-rule.ts";

const rules: readonly UseRule[] = [linkEntriesMatter, portsHaveListeners, storageIsStoredOn];

/** Holds what was said against the mesh that came of it: nothing is accepted and ignored. */
export function checkUse(outcome: Outcome, report: Reporter): void {
  for (const rule of rules) rule(outcome, report);
}
