import type { MapNode, Node } from "../model/documents.ts";
import type { Span } from "./source-file.ts";

/** The place in the first value of what the second does not say alike; the order of keys does not count. */
export function firstDifference(first: Node, second: Node): Span | undefined {
  if (first.kind === "scalar")
    return second.kind === "scalar" && Object.is(first.value, second.value) ? undefined : first.span;
  if (first.kind === "map") return second.kind === "map" ? mapDifference(first, second) : first.span;
  if (second.kind !== "list" || first.items.length !== second.items.length) return first.span;
  for (const [index, item] of first.items.entries()) {
    const other = second.items[index];
    const difference = other ? firstDifference(item, other) : item.span;
    if (difference) return difference;
  }
  return undefined;
}

function mapDifference(first: MapNode, second: MapNode): Span | undefined {
  if (first.entries.size !== second.entries.size) return first.span;
  for (const [key, entry] of first.entries) {
    const other = second.entries.get(key);
    const difference = other ? firstDifference(entry.value, other.value) : entry.key;
    if (difference) return difference;
  }
  return undefined;
}
