import type { MapEntry, MapNode, Node } from "../model/documents.ts";

/** Paths in an entry whose value is taken whole or not at all; those of an event too, which `defaults` can hold. */
const replacedWhole = /^(?:(?:events\.[^.]*\.)?(?:share|residency)|tls\.certificates)$/;

/** Maps in whose own form `null` may mean something; events come to be merged by themselves. */
const ownForm = /^(?:settings|schema|events)(?:\.|$)/;

/** Of these, maps that an engine or a schema reads: a `null` there that unsets nothing is theirs to judge. */
const readByOthers = /^(?:settings|(?:events\.[^.]*\.)?schema)\./;

/** What an event says, met while its domain inherits: its `null` is to unset what the domain says too. */
const ofEvent = /^events\.[^.]*\./;

const nothing: ReadonlyMap<string, MapEntry> = new Map();

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
    const isTheirs = below === undefined && readByOthers.test(here);
    if (isNull(own.value) && !ofEvent.test(here) && !isTheirs) {
      entries.delete(key);
      merging.unset();
    } else if (own.value.kind !== "map" || replacedWhole.test(here)) entries.set(key, own);
    else if (below?.kind === "map" || !ownForm.test(here)) {
      const value = merge(own.value, below?.kind === "map" ? below.entries : nothing, `${here}.`, merging);
      entries.set(key, value === own.value ? own : { key: own.key, value });
    } else entries.set(key, own);
  }
  return { ...map, entries };
}

function hasNull(map: MapNode): boolean {
  for (const { value } of map.entries.values()) {
    if (isNull(value) || (value.kind === "map" && hasNull(value))) return true;
  }
  return false;
}

function isNull(node: Node): boolean {
  return node.kind === "scalar" && node.value === null;
}
