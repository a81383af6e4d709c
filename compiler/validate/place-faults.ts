import type { Json } from "../model/json.ts";
import type { Path } from "../source/path.ts";
import type { PlacedFault } from "./explain-fault.ts";
import type { SchemaFault } from "./schema-fault.ts";

/** Keywords about a value, the one that says most first; a value that violates several is reported once. */
const aboutValues = [
  "type",
  "enum",
  "pattern",
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
];

const aboutText = new Set(["enum", "pattern", "minLength", "maxLength"]);

/** The faults with their places and values, one for each thing that is wrong. */
export function placeFaults(data: Json, faults: readonly SchemaFault[]): readonly PlacedFault[] {
  const byFault = new Map<string, PlacedFault>();
  for (const { instancePath, keyword, params } of faults) {
    const { path, value } = follow(data, instancePath);
    // Beside `propertyNames` the checker also reports what the key violated, as if the map itself were a text.
    if (aboutText.has(keyword) && typeof value === "object" && value !== null) continue;
    const fault = { path, value, keyword, params };
    const isAboutValue = aboutValues.includes(keyword);
    const key = isAboutValue ? instancePath : `${instancePath} ${keyword} ${Object.values(params).join(" ")}`;
    const known = byFault.get(key);
    if (!known || weight(keyword) < weight(known.keyword)) byFault.set(key, fault);
  }
  return [...byFault.values()];
}

function weight(keyword: string): number {
  return aboutValues.indexOf(keyword);
}

/** Follows a JSON pointer, giving list items their numbers. */
function follow(data: Json, pointer: string): { readonly path: Path; readonly value: Json } {
  const path: (string | number)[] = [];
  let value: Json = data;
  for (const escaped of pointer.split("/").slice(1)) {
    const step = escaped.replaceAll("~1", "/").replaceAll("~0", "~");
    const at: Json = value;
    path.push(Array.isArray(at) ? Number(step) : step);
    value = (at as { readonly [key: string]: Json })[step] ?? null;
  }
  return { path, value };
}
