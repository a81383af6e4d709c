import type { Json } from "../../../compiler/model/json.ts";

type Settings = { readonly [key: string]: unknown };

/** Bounds of what a stream keeps, with the value that means none. */
const bounds = [
  { key: "max_age", none: 0, what: "its events would be kept for a shorter time" },
  { key: "max_bytes", none: -1, what: "less of it would be kept" },
  { key: "max_msgs", none: -1, what: "fewer of its events would be kept" },
] as const;

/** Why a change of a stream's settings would lose what is stored, as the rest of a sentence, or `undefined`. */
export function lossOf(before: Settings, after: { readonly [key: string]: Json }): string | undefined {
  return lessKept(before, after) ?? (isElsewhere(before, after) ? wouldMove : undefined);
}

/** Why a stream that is at another broker from then on would lose what it holds. */
export const wouldMove =
  "it would have to move to another broker, which cannot be done with what it holds yet";

/** The same of what it keeps where it is. */
export function lessKept(before: Settings, after: { readonly [key: string]: Json }): string | undefined {
  for (const { key, none, what } of bounds) {
    const [old, now] = [Number(before[key] ?? none), Number(after[key] ?? none)];
    if (now !== none && (old === none || now < old)) return what;
  }
  return undefined;
}

/** Whether a stream is to be at another broker. */
export function isElsewhere(before: Settings, after: { readonly [key: string]: Json }): boolean {
  return JSON.stringify(before["placement"]) !== JSON.stringify(after["placement"]);
}
