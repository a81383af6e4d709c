import type { Node } from "../model/documents.ts";

/** What a node is, in words: `a map`, `the number 3`, `nothing`. */
export function describe(node: Node): string {
  if (node.kind !== "scalar") return node.kind === "map" ? "a map" : "a list";
  return node.value === null ? "nothing" : `a ${typeof node.value}`;
}
