import type { Json } from "../model/json.ts";
import type { WorkloadInstance } from "../model/workload.ts";

/** Whether two instances say the same, whatever the order of their keys. */
export function sameInstance(a: WorkloadInstance, b: WorkloadInstance): boolean {
  return isAlike(a, b);
}

/** Whether two values of plain data are the same, whatever the order of keys; a key that is `undefined` is absent. */
export function isAlike(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((each, index) => isAlike(each, b[index]))
    );
  const [left, right] = [entries(a as Json), entries(b as Json)];
  return (
    left.length === right.length &&
    left.every(([key, value]) => isAlike(value, (b as Record<string, unknown>)[key]))
  );
}

function entries(value: Json): readonly (readonly [string, unknown])[] {
  return Object.entries(value as object).filter(([, each]) => each !== undefined);
}
