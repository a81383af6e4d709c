import { compare } from "../model/compare.ts";
import type { Change, ChangeKind } from "./plan.ts";

const kinds: readonly ChangeKind[] = ["broker", "link", "domain", "flow", "access", "application", "file"];

/** Compares changes in the order of a plan: by environment, by kind, by name, and what is done earlier first. */
export function byPlace(a: Change, b: Change): number {
  return (
    compare(a.environment, b.environment) ||
    kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
    compare(a.name, b.name) ||
    a.wave - b.wave
  );
}
