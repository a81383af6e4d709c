import { isWellFormed } from "../../kit/nats-value.ts";
import type { Json } from "../../../compiler/model/json.ts";
import type { Setting } from "./settings.ts";

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

/** Bytes of a size, or `undefined` where it is none. `K`, `M`, `G` are powers of 1000, the others of 1024. */
export function sizeOf(value: Json): number | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  if (typeof value !== "string") return undefined;
  const [, digits = "", unit = ""] = /^(\d{1,12})([A-Za-z]{0,3})$/.exec(value) ?? [];
  const factor = units.get(unit.toUpperCase());
  return digits === "" || factor === undefined ? undefined : Number(digits) * factor;
}

/** Milliseconds of a duration such as `90s` or `1h30m`, or `undefined` where it is none. */
export function durationOf(value: Json): number | undefined {
  if (typeof value !== "string" || !/^(\d{1,9}(ms|s|m|h))+$/.test(value)) return undefined;
  let total = 0;
  for (const [, digits = "", unit = ""] of value.matchAll(/(\d+)(ms|s|m|h)/g)) {
    total += Number(digits) * (milliseconds.get(unit) ?? 0);
  }
  return total;
}

/** What is wrong with a setting's value, as the rest of a sentence, or `undefined` where nothing is. */
export function problemOf(setting: Setting, value: Json): string | undefined {
  switch (setting.type) {
    case "boolean":
      return typeof value === "boolean" ? undefined : "is neither true nor false";
    case "size":
      return range(setting, sizeOf(value), "is not a size");
    case "duration":
      return range(setting, durationOf(value), "is not a duration");
    case "count":
      return range(setting, typeof value === "number" ? sizeOf(value) : undefined, "is not a whole number");
    case "tags":
      return problemOfTags(value);
    case "words":
      return problemOfWords(value);
    default:
      return typeof value === "string" && setting.type.includes(value) ? undefined : "has no such value";
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

function problemOfTags(value: Json): string | undefined {
  if (!Array.isArray(value)) return "is not a list";
  const tags: readonly Json[] = value;
  if (!tags.every(isTag)) return "holds a tag that the server would not keep as it is";
  return new Set(tags).size === tags.length ? undefined : "holds a tag twice";
}

function isTag(item: Json): boolean {
  return typeof item === "string" && item.length <= longest && tag.test(item) && item.toLowerCase() === item;
}

function problemOfWords(value: Json): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "is not a map";
  for (const [key, item] of Object.entries(value)) {
    if (!word.test(key)) return `has a key ${JSON.stringify(key)} that cannot stand in nats.conf`;
    if (typeof item !== "string") return `has a value at "${key}" that is not a text`;
    if (item.length > longest || !isWellFormed(item))
      return `has a text at "${key}" that the server cannot keep`;
  }
  return undefined;
}
