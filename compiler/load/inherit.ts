import type { MapEntry, MapNode, Node } from "../model/documents.ts";

/** Paths in an entry whose value is taken whole or not at all; those of an event too, which `defaults` can hold. */
const replacedWhole = /^(?:(?:events\.[^.]*\.)?(?:share|residency)|tls\.certificates)$/;

/** What a merge tells its caller. */
export interface Merging {
  /** Counts the entries that a merge copies; false = stop, too many. */
  afford(entries: number): boolean;
  /** A `null` was taken in, of which nothing is left. */
  unset(): void;
}

/**
 * An entry over what it inherits: maps merge deeply but for those that are replaced whole, lists and scalars of the
 * entry win, and a `null` unsets what would be inherited. Every value keeps its place.
 */
export function inherit(entry: MapNode, inherited: ReadonlyMap<string, MapEntry>, merging: Merging): MapNode {
  return merge(entry, inherited, "", merging);
}

function merge(
  map: MapNode,
  inherited: ReadonlyMap<string, MapEntry>,
  path: string,
  merging: Merging,
): MapNode {
  if (inherited.size === 0 && !hasNull(map)) return map;
  if (!merging.afford(inherited.size + map.entries.size)) return map;
  const entries = new Map(inherited);
  for (const [key, own] of map.entries) {
    const below = inherited.get(key)?.value;
    const here = `${path}${key}`;
    if (isNull(own.value)) {
      entries.delete(key);
      merging.unset();
    } else if (below?.kind !== "map" || own.value.kind !== "map" || replacedWhole.test(here))
      entries.set(key, own);
    else entries.set(key, { key: own.key, value: merge(own.value, below.entries, `${here}.`, merging) });
  }
  return { ...map, entries };
}

function hasNull(map: MapNode): boolean {
  for (const entry of map.entries.values()) if (isNull(entry.value)) return true;
  return false;
}

function isNull(node: Node): boolean {
  return node.kind === "scalar" && node.value === null;
}
