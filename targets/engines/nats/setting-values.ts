import { sizeOf } from "../../kit/size-of.ts";
import { isWellFormed } from "../../kit/nats-value.ts";
import type { Json } from "../../../compiler/model/json.ts";
import type { At } from "../../../compiler/diagnostics/reporter.ts";
import type { Setting } from "./settings.ts";

const milliseconds: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1_000],
  ["m", 60_000],
  ["h", 3_600_000],
]);
/** The server lowers and trims tags, and `verify` would not find the others again. */
const tag = /^[^\s\p{C}\p{Lu}\p{Lt}]+$/u;
const word = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;
const longest = 4_096;

/** Milliseconds of a duration such as `90s` or `1h30m`, or `undefined` where it is none. */
export function durationOf(value: Json): number | undefined {
  if (typeof value !== "string" || !/^(\d{1,9}(ms|s|m|h))+$/.test(value)) return undefined;
  let total = 0;
  for (const [, digits = "", unit = ""] of value.matchAll(/(\d+)(ms|s|m|h)/g)) {
    total += Number(digits) * (milliseconds.get(unit) ?? 0);
  }
  return total;
}

/** Something wrong with a setting's value. */
export interface Problem {
  /** The rest of a sentence that begins with the setting's name. */
  readonly says: string;
  /** Path within the value, and whether the key there is meant. */
  readonly path: At["path"];
  readonly on: "key" | "value";
}

/** All that is wrong with a setting's value. */
export function problemsOf(setting: Setting, value: Json): readonly Problem[] {
  if (setting.type === "tags") return problemsOfTags(value);
  if (setting.type === "words") return problemsOfWords(value);
  const says = problemOfScalar(setting, setting.type, value);
  return says === undefined ? [] : [{ says, path: [], on: "value" }];
}

function problemOfScalar(
  setting: Setting,
  type: Exclude<Setting["type"], "tags" | "words">,
  value: Json,
): string | undefined {
  switch (type) {
    case "boolean":
      return typeof value === "boolean" ? undefined : "is neither true nor false";
    case "size":
      return range(setting, sizeOf(value), "is not a size");
    case "duration":
      return range(setting, durationOf(value), "is not a duration");
    case "count":
      return range(setting, typeof value === "number" ? sizeOf(value) : undefined, "is not a whole number");
    default:
      return typeof value === "string" && type.includes(value) ? undefined : "has no such value";
  }
}

/** What a setting wants, as the rest of a sentence that begins with "Write". */
export function wantedOf(setting: Setting): string {
  const bounds = setting.least === undefined ? "" : `, from ${setting.least} to ${setting.greatest}`;
  switch (setting.type) {
    case "boolean":
      return "`true` or `false`";
    case "size":
      return `bytes, or a size such as \`512KB\` or \`8MB\`${bounds}`;
    case "duration":
      return `a duration such as \`10s\`${bounds} milliseconds`;
    case "count":
      return `a whole number${bounds}`;
    case "tags":
      return "a list of words in small letters, without blanks and control characters";
    case "words":
      return "a map of words to texts, well-formed and at most 4096 characters long";
    default:
      return setting.type.map((word) => `\`${word}\``).join(" or ");
  }
}

function range(setting: Setting, value: number | undefined, otherwise: string): string | undefined {
  if (value === undefined) return otherwise;
  if (value < (setting.least ?? 0)) return "is too small";
  return value > (setting.greatest ?? Number.MAX_SAFE_INTEGER) ? "is too large" : undefined;
}

function problemsOfTags(value: Json): readonly Problem[] {
  if (!isList(value)) return [{ says: "is not a list", path: [], on: "value" }];
  return value.flatMap((item, index): readonly Problem[] => {
    const at = { path: [index], on: "value" } as const;
    if (!isTag(item)) return [{ says: "holds a tag that the server would not keep as it is", ...at }];
    return value.indexOf(item) < index ? [{ says: "holds a tag twice", ...at }] : [];
  });
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isTag(item: Json): boolean {
  return typeof item === "string" && item.length <= longest && tag.test(item) && item.toLowerCase() === item;
}

function problemsOfWords(value: Json): readonly Problem[] {
  if (typeof value !== "object" || value === null || isList(value)) {
    return [{ says: "is not a map", path: [], on: "value" }];
  }
  return Object.entries(value).flatMap(([key, item]): readonly Problem[] => {
    const says = problemOfText(item);
    return [
      ...(word.test(key) ? [] : [{ says: "has a key that is not a word", path: [key], on: "key" } as const]),
      ...(says === undefined ? [] : [{ says, path: [key], on: "value" } as const]),
    ];
  });
}

function problemOfText(item: Json): string | undefined {
  if (typeof item !== "string") return "has a value that is not a text";
  return item.length > longest || !isWellFormed(item) ? "has a text that the server cannot keep" : undefined;
}
