import type { At } from "../../../compiler/diagnostics/reporter.ts";
import type { Json } from "../../../compiler/model/json.ts";
import { sizeOf } from "../../kit/size-of.ts";
import { refusesMosquittoText } from "../../kit/mosquitto-value.ts";
import type { Setting } from "./settings.ts";

const daysOf: ReadonlyMap<string, number> = new Map([
  ["h", 1 / 24],
  ["d", 1],
  ["w", 7],
  ["m", 30],
  ["y", 365],
]);

/** Days of a lifetime such as `14d` or `2w`, or `undefined` where it is none. Months have 30 days, years 365. */
export function lifetimeOf(value: Json): number | undefined {
  if (typeof value !== "string") return undefined;
  const [, digits = "", unit = ""] = /^(\d{1,6})([hdwmy])$/.exec(value) ?? [];
  const days = daysOf.get(unit);
  return days === undefined ? undefined : Number(digits) * days;
}

/** Something wrong with a setting's value. */
export interface Problem {
  /** The rest of a sentence that begins with the setting's name. */
  readonly says: string;
  /** Path within the value. */
  readonly path: At["path"];
}

/** All that is wrong with a setting's value. */
export function problemsOf(setting: Setting, value: Json): readonly Problem[] {
  const { type } = setting;
  if (typeof type !== "string") return problemsOfWords(type.words, value);
  const says = problemOfScalar(setting, type, value);
  return says === undefined ? [] : [{ says, path: [] }];
}

function problemOfScalar(
  setting: Setting,
  type: Extract<Setting["type"], string>,
  value: Json,
): string | undefined {
  switch (type) {
    case "boolean":
      return typeof value === "boolean" ? undefined : "is neither true nor false";
    case "size":
      return range(setting, sizeOf(value), "is not a size");
    case "count":
      return range(setting, typeof value === "number" ? sizeOf(value) : undefined, "is not a whole number");
    case "lifetime":
      return range(setting, lifetimeOf(value), "is not a lifetime");
    default:
      return typeof value === "string" ? refusesMosquittoText(value) : "is not a text";
  }
}

/** What a setting wants, as the rest of a sentence that begins with "Write". */
export function wantedOf({ type, least, greatest }: Setting): string {
  const bounds = least === undefined ? "" : `, from ${least} to ${greatest}`;
  if (typeof type !== "string") return `a list of ${type.words.map((word) => `\`${word}\``).join(", ")}`;
  switch (type) {
    case "boolean":
      return "`true` or `false`";
    case "size":
      return `bytes, or a size such as \`512KB\` or \`8MB\`${bounds}`;
    case "count":
      return `a whole number${bounds}`;
    case "lifetime":
      return `a lifetime such as \`14d\`, \`2w\` or \`6m\`${bounds} days`;
    default:
      return "a text without line breaks, control characters and blanks at its ends";
  }
}

function range(setting: Setting, value: number | undefined, otherwise: string): string | undefined {
  if (value === undefined) return otherwise;
  if (value < (setting.least ?? 0)) return "is too small";
  return value > (setting.greatest ?? Number.MAX_SAFE_INTEGER) ? "is too large" : undefined;
}

function problemsOfWords(words: readonly string[], value: Json): readonly Problem[] {
  if (!isList(value)) return [{ says: "is not a list", path: [] }];
  if (value.length === 0) return [{ says: "is empty", path: [] }];
  return value.flatMap((item, index): readonly Problem[] => {
    if (typeof item !== "string" || !words.includes(item))
      return [{ says: "has no such value", path: [index] }];
    return value.indexOf(item) < index ? [{ says: "names a value twice", path: [index] }] : [];
  });
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
