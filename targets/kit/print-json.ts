import type { Json } from "../../compiler/model/json.ts";

/** Characters that YAML 1.1 readers and terminals take for line ends or marks; JSON allows them escaped. */
// oxlint-disable-next-line no-control-regex -- U+007F to U+009F are meant
const awkward = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/**
 * Data as JSON, two blanks a level, keys in code-unit order, a newline at the end: the same bytes for the same data.
 * Readers of YAML take it as well.
 */
export function printJson(value: Json): string {
  const text = JSON.stringify(sorted(value), undefined, 2);
  return `${text.replaceAll(awkward, escaped)}\n`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function sorted(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) return value.map(sorted);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
