import * as codes from "../diagnostics/codes/load.ts";
import type { MapEntry, MapNode, Node } from "../model/documents.ts";
import { describe } from "./describe.ts";
import type { LoadContext } from "./load-context.ts";
import type { ManifestFile } from "./read-includes.ts";
import { sections } from "./sections.ts";

/** Keys of which the root file's, or the first, is all that counts. */
const once = new Set(["apiVersion", "mesh", "state"]);

/**
 * Joins the files of a manifest into one map without `include`. A name in two files is reported with both places;
 * so is a key of `defaults`. What no file may hold is kept, for the schema to report.
 */
export function mergeFiles(context: LoadContext, files: readonly [ManifestFile, ...ManifestFile[]]): MapNode {
  const merged = new Map<string, MapEntry>();
  for (const { map } of files) {
    for (const [key, entry] of map.entries) {
      if (key === "include") continue;
      const known = merged.get(key);
      if (!known) merged.set(key, entry);
      else if (sections.has(key)) merged.set(key, join(context, key, known, entry, 1));
      else if (key === "defaults") merged.set(key, join(context, key, known, entry, 2));
      else if (!once.has(key)) context.workedIn.push({ ...map, entries: new Map([[key, entry]]) });
    }
  }
  return { kind: "map", entries: merged, span: files[0].map.span };
}

/** Joins two maps, `depth` levels deep; below, the same key twice is an error. */
function join(
  context: LoadContext,
  what: string,
  first: MapEntry,
  second: MapEntry,
  depth: number,
): MapEntry {
  if (!isMap(context, what, first.value)) return second;
  if (!isMap(context, what, second.value)) return first;
  const entries = new Map(first.value.entries);
  for (const [name, entry] of second.value.entries) {
    const known = entries.get(name);
    if (!known) entries.set(name, entry);
    else if (depth > 1) entries.set(name, join(context, `${what}.${name}`, known, entry, depth - 1));
    else {
      const related = [{ message: "first defined here", at: known.key }];
      context.report(codes.definedTwice, { what: `\`${what}.${name}\`` }, entry.key, related);
    }
  }
  return { key: first.key, value: { ...first.value, entries } };
}

function isMap(context: LoadContext, what: string, node: Node): node is MapNode {
  if (node.kind === "map") return true;
  const parameters = { what: `\`${what}\``, expected: "a map", found: describe(node) };
  context.report(codes.unexpectedShape, parameters, node.span);
  return false;
}
