import type { MapEntry, MapNode } from "../model/documents.ts";

/** A part of the manifest on its own: a map that holds one section, and in it these entries only. */
export function partOf(
  root: MapNode,
  section: string,
  entry: MapEntry,
  entries: ReadonlyMap<string, MapEntry>,
): MapNode {
  const value: MapNode = { kind: "map", entries, span: entry.value.span };
  return { kind: "map", entries: new Map([[section, { key: entry.key, value }]]), span: root.span };
}
