import type { Path } from "../source/path.ts";
import type { Documents, MapEntry, Node, Place } from "./documents.ts";

/**
 * Finds where a path of the merged manifest was written: the key's or the value's place.
 * A path that leads further than what was written (a default of the language) ends at the nearest thing above it.
 */
export function locate(documents: Documents, path: Path, on: "key" | "value"): Place {
  let node: Node = documents.root;
  let entry: MapEntry | undefined;
  let row = node.row;
  for (const step of path) {
    const next = childOf(node, step);
    if (!next) break;
    entry = next.entry;
    node = next.node;
    row = node.row ?? row;
  }
  const span = on === "key" && entry ? entry.key : node.span;
  return row ? { span, row } : { span };
}

function childOf(node: Node, step: string | number): { node: Node; entry?: MapEntry } | undefined {
  if (node.kind === "map") {
    const entry = node.entries.get(String(step));
    return entry && { node: entry.value, entry };
  }
  const item = node.kind === "list" && typeof step === "number" ? node.items[step] : undefined;
  return item && { node: item };
}
