import type { ManifestNamed } from "../model/manifest.ts";

/** Label of what is in a manifest only because it is held on to, so that the next plan knows that this has been said. */
const label = "meshc/held";

/** An entry with the mark. */
export function marked<T extends ManifestNamed>(entry: T): T {
  return { ...entry, labels: { ...entry.labels, [label]: "true" } };
}

/** Whether an entry has the mark. */
export function isMarked(entry: ManifestNamed | undefined): boolean {
  return entry?.labels?.[label] !== undefined;
}
