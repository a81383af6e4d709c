import type { MapEntry, MapNode, Node } from "../model/documents.ts";

/**
 * Lays a patch over a value as a JSON merge patch (RFC 7396): maps merge, anything else replaces, `null` deletes.
 * Each value keeps the place where it was written; a merged map keeps the place of the one below.
 */
export function layOver(base: Node | undefined, patch: Node): Node {
  if (patch.kind !== "map") return patch;
  const entries = new Map(base?.kind === "map" ? base.entries : []);
  for (const [key, entry] of patch.entries) {
    if (entry.value.kind === "scalar" && entry.value.value === null) entries.delete(key);
    else entries.set(key, laidEntry(entries.get(key), entry));
  }
  return withEntries(base?.kind === "map" ? base : patch, entries);
}

function laidEntry(below: MapEntry | undefined, above: MapEntry): MapEntry {
  const value = layOver(below?.value, above.value);
  return { key: below && value.kind === "map" ? below.key : above.key, value };
}

/**
 * Lays an entry over another of the same name. As `layOver`, but `null` stays: it also unsets what `defaults` would
 * fill in.
 */
export function layEntryOver(base: Node, above: Node): Node {
  if (base.kind !== "map" || above.kind !== "map") return above;
  const entries = new Map(base.entries);
  for (const [key, entry] of above.entries) {
    const below = entries.get(key);
    entries.set(key, below ? { key: entry.key, value: layEntryOver(below.value, entry.value) } : entry);
  }
  return withEntries(base, entries);
}

function withEntries(map: MapNode, entries: ReadonlyMap<string, MapEntry>): MapNode {
  return { ...map, entries };
}
