import type { EnvironmentState } from "./documents.ts";

/** Names of the recorded manifests that environments need, sorted. */
export function manifestsOf(states: Iterable<EnvironmentState>): readonly string[] {
  const names = [...states].flatMap(({ applied }) => (applied ? [applied.manifest, applied.underway] : []));
  return [...new Set(names.filter((name) => name !== undefined))].toSorted();
}
