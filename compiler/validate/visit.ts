import type { Json } from "../model/json.ts";
import type { Path } from "../source/path.ts";

/**
 * Calls `found` with every value at a place such as `brokers`, `*`, `listeners` joined by `/`, where `*` is any key or item. Values
 * that are not there, and places below a scalar, are passed over.
 */
export function visit(data: Json, place: string, found: (value: Json, path: Path) => void): void {
  descend(data, place.split("/"), [], found);
}

function descend(
  data: Json,
  steps: readonly string[],
  path: Path,
  found: (value: Json, path: Path) => void,
): void {
  const [step, ...rest] = steps;
  if (step === undefined) return found(data, path);
  if (typeof data !== "object" || data === null) return;
  if (isList(data)) {
    if (step === "*") data.forEach((item, index) => descend(item, rest, [...path, index], found));
    return;
  }
  if (step !== "*" && !Object.hasOwn(data, step)) return;
  for (const key of step === "*" ? Object.keys(data) : [step]) {
    const value = data[key];
    if (value !== undefined) descend(value, rest, [...path, key], found);
  }
}

function isList(data: readonly Json[] | { readonly [key: string]: Json }): data is readonly Json[] {
  return Array.isArray(data);
}
