import type { KeySchema } from "../../compiler/validate/key-schema.ts";
import { keySchema } from "../../compiler/validate/key-schema.ts";
import { notBuilt } from "./not-built.ts";

/** Stands for a name that the user chooses, on the way from `brokers` to a broker's keys. */
export const anyName = "name";

/**
 * What the schema says of a key: `brokers.core.uplink`, or `brokers.uplink` without the name between. `undefined`
 * where the language has no such key.
 */
export function explainKey(what: string): string | undefined {
  const found = findKey(what.split("."), []);
  if (found) return `${what}\n${describe(found.schema, notBuilt(found.path))}`;
  const places = placesOf(what, [], 0);
  return places.length === 0 ? undefined : `${what} stands in several places: ${places.join(", ")}\n`;
}

const deepest = 6;

/** Every word that is a key somewhere in the language. */
export function keyNames(): ReadonlySet<string> {
  return new Set(namesBelow([], 0));
}

function namesBelow(path: readonly string[], depth: number): readonly string[] {
  const here = keySchema(path);
  if (!here || depth > deepest) return [];
  return [
    ...Object.keys(here.properties ?? {}),
    ...stepsFrom(here).flatMap((step) => namesBelow([...path, step], depth + 1)),
  ];
}

function stepsFrom({ properties, additionalProperties }: KeySchema): readonly string[] {
  return [...Object.keys(properties ?? {}), ...(typeof additionalProperties === "object" ? [anyName] : [])];
}

/** Every key of that name, written as it would be asked for: `brokers.uplink`. */
function placesOf(word: string, path: readonly string[], depth: number): readonly string[] {
  const here = keySchema(path);
  if (!here || depth > deepest) return [];
  const isHere = Object.hasOwn(here.properties ?? {}, word);
  const found = isHere ? [[...path, word].filter((step) => step !== anyName).join(".")] : [];
  return [...found, ...stepsFrom(here).flatMap((step) => placesOf(word, [...path, step], depth + 1))];
}

/** A key's schema, and the way to it from the root. */
interface FoundKey {
  readonly schema: KeySchema;
  readonly path: readonly string[];
}

/** Follows the words; where a map of names is left out, steps through it. */
function findKey(words: readonly string[], path: readonly string[]): FoundKey | undefined {
  const [word, ...rest] = words;
  const here = keySchema(path);
  if (!here) return undefined;
  if (word === undefined) return { schema: here, path };
  if (here.properties && Object.hasOwn(here.properties, word)) return findKey(rest, [...path, word]);
  if (typeof here.additionalProperties !== "object") return undefined;
  return findKey(words, [...path, anyName]) ?? (rest.length > 0 ? findKey(rest, [...path, word]) : undefined);
}

function describe(schema: KeySchema, unbuilt: readonly string[]): string {
  const entry = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
  const lines = [schema.description ?? schema.title ?? ""];
  const values = schema.enum ?? schema["x-values"];
  if (schema["x-words"] !== undefined) lines.push(`form: ${schema["x-words"]}`);
  if (values) lines.push(`values: ${values.join(", ")}`);
  lines.push(...unbuilt.map((missing) => `not built yet: ${missing}`));
  if (schema.default !== undefined) lines.push(`default: ${JSON.stringify(schema.default)}`);
  if (schema.examples?.length) lines.push(`example: ${JSON.stringify(schema.examples[0])}`);
  if (entry) lines.push("a map by name");
  return `${[...lines.map((line) => `  ${line}`), ...keysBelow(schema)].join("\n")}\n`;
}

function keysBelow(schema: KeySchema): readonly string[] {
  const names = Object.keys(schema.properties ?? {});
  return names.length === 0 ? [] : ["  keys:", ...names.map((name) => `    ${name}`)];
}
