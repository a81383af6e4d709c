import type { DocumentKey } from "./documents.ts";

/** Name under which a document's bytes lie. */
export function entryOf(key: DocumentKey): string {
  return `${key}.json`;
}

/** Name of a document's lock. */
export function lockNameOf(key: DocumentKey): string {
  return key.replace("/", ".");
}

/** What a document is about, as messages say it. */
export function inWords(key: DocumentKey): string {
  return key === "mesh" ? "the mesh" : `environment "${key.slice("environments/".length)}"`;
}

/** Documents in the order in which their locks are taken: the mesh's first, so that two who want several never wait for each other. */
export function inLockOrder(keys: readonly DocumentKey[]): readonly DocumentKey[] {
  const order = (key: DocumentKey): number => (key === "mesh" ? 0 : 1);
  return [...new Set(keys)].toSorted((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
}
