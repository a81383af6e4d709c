import type { Node } from "../model/documents.ts";
import type { Json } from "../model/json.ts";

/** The values of a node without their places. Every key becomes an own property, whatever it is called. */
export function plainData(node: Node): Json {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plainData);
  const entries: [string, Json][] = [];
  for (const [key, entry] of node.entries) entries.push([key, plainData(entry.value)]);
  return Object.fromEntries(entries);
}
