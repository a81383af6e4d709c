import type { Json } from "../../compiler/model/json.ts";

const units: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["K", 1_000],
  ["KB", 1_024],
  ["KI", 1_024],
  ["KIB", 1_024],
  ["M", 1_000_000],
  ["MB", 1_048_576],
  ["MI", 1_048_576],
  ["MIB", 1_048_576],
  ["G", 1_000_000_000],
  ["GB", 1_073_741_824],
  ["GI", 1_073_741_824],
  ["GIB", 1_073_741_824],
]);

/** Bytes of a size as a setting gives it, or `undefined` where it is none. `K`, `M`, `G` are powers of 1000, the others of 1024. */
export function sizeOf(value: Json): number | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  if (typeof value !== "string") return undefined;
  const [, digits = "", unit = ""] = /^(\d{1,12})([A-Za-z]{0,3})$/.exec(value) ?? [];
  const factor = units.get(unit.toUpperCase());
  return digits === "" || factor === undefined ? undefined : Number(digits) * factor;
}
