import { invariant } from "../diagnostics/invariant.ts";
import type { Json } from "../model/json.ts";
import type { KeySchema } from "./key-schema.ts";

const typeWords: Readonly<Record<string, string>> = {
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
};

/** What a value must be: "one of required, off", "a duration such as 90s", "a whole number or a map". */
export function wantedInWords(schema: KeySchema): string {
  if (schema["x-words"] !== undefined) return schema["x-words"];
  if (schema.enum)
    return schema.enum.length > 1 ? `one of ${schema.enum.join(", ")}` : String(schema.enum[0]);
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  return types.map((type) => typeWords[type] ?? type).join(" or ");
}

/** What kind of value was found instead. */
export function foundInWords(value: Json): string {
  if (value === null) return "empty";
  if (typeof value === "object") return Array.isArray(value) ? "a list" : "a map";
  return typeof value === "string" ? `the text ${JSON.stringify(value.slice(0, 80))}` : String(value);
}

const boundWords: Readonly<Record<string, (limit: string) => string>> = {
  minimum: (limit) => `be at least ${limit}`,
  maximum: (limit) => `be at most ${limit}`,
  minLength: (limit) => `have at least ${limit} ${limit === "1" ? "character" : "characters"}`,
  maxLength: (limit) => `have at most ${limit} characters`,
  minItems: (limit) => `have at least ${limit} ${limit === "1" ? "item" : "items"}`,
  maxItems: (limit) => `have at most ${limit} ${limit === "1" ? "item" : "items"}`,
};

/** A bound of the schema: "be at least 1", "have at most 2 items". */
export function boundInWords(keyword: string, limit: unknown): string {
  const words = boundWords[keyword];
  invariant(words, `the schema's keyword ${keyword} has words`);
  return words(String(limit));
}
