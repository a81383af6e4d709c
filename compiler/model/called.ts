import type { ManifestNamed } from "./manifest.ts";

/** Label of an entry under its key that people call otherwise, so that what is recorded tells it too. */
const label = "meshc/name";

/** An entry that is called `name`, to stand under its key. */
export function called<T extends ManifestNamed>(entry: T, name: string): T {
  const { renamedFrom: _said, ...rest } = entry;
  return { ...rest, labels: { ...entry.labels, [label]: name } } as unknown as T;
}

/** What an entry is called where that is not its key. */
export function callNameOf(entry: ManifestNamed | null | undefined): string | undefined {
  return entry?.labels?.[label];
}
