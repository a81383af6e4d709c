import { defineCode } from "../code.ts";

/** A key that the language does not have at this place. */
export const unknownKey = defineCode({
  code: "MESH1201",
  severity: "error",
  title: "an unknown key",
  message: (p: {
    readonly key: string;
    readonly in: string;
    readonly allowed: readonly string[];
    readonly suggestion?: string | undefined;
  }) => `unknown key "${p.key}" in ${p.in}${p.suggestion ? `; did you mean "${p.suggestion}"?` : ""}`,
  help: (p) => `Keys that can stand here: ${p.allowed.join(", ")}.`,
});

/** A key that the language demands at this place. */
export const missingKey = defineCode({
  code: "MESH1202",
  severity: "error",
  title: "a missing key",
  message: (p: { readonly key: string; readonly in: string; readonly meaning: string }) =>
    `the key "${p.key}" is missing in ${p.in}`,
  help: (p) => `Add "${p.key}": ${p.meaning}`,
});

/** A map where a number is expected, and the like. */
export const wrongType = defineCode({
  code: "MESH1203",
  severity: "error",
  title: "a value of the wrong type",
  message: (p: {
    readonly what: string;
    readonly wanted: string;
    readonly found: string;
    readonly meaning: string;
  }) => `${p.what} must be ${p.wanted}, but is ${p.found}`,
  help: (p) => p.meaning,
});

/** A word that is not one of those that the language knows at this place. */
export const unknownValue = defineCode({
  code: "MESH1204",
  severity: "error",
  title: "an unknown value",
  message: (p: {
    readonly what: string;
    readonly found: string;
    readonly allowed: readonly string[];
    readonly suggestion?: string | undefined;
  }) => `${p.what} cannot be "${p.found}"${p.suggestion ? `; did you mean "${p.suggestion}"?` : ""}`,
  help: (p) => `Allowed: ${p.allowed.join(", ")}.`,
});

/** Text that is not written as its meaning asks. */
export const malformedValue = defineCode({
  code: "MESH1205",
  severity: "error",
  title: "a malformed value",
  message: (p: {
    readonly what: string;
    readonly wanted: string;
    readonly found: string;
    readonly meaning: string;
  }) => `${p.what} must be ${p.wanted}, but is "${p.found}"`,
  help: (p) => p.meaning,
});

/** A number, a length or a count beyond its bounds. */
export const outOfBounds = defineCode({
  code: "MESH1206",
  severity: "error",
  title: "a value out of bounds",
  message: (p: { readonly what: string; readonly bound: string; readonly meaning: string }) =>
    `${p.what} must ${p.bound}`,
  help: (p) => p.meaning,
});

/** A name, or another key of a map that is free to choose, that is not written as it must be. */
export const malformedKey = defineCode({
  code: "MESH1207",
  severity: "error",
  title: "a malformed name",
  message: (p: { readonly key: string; readonly in: string; readonly wanted: string }) =>
    `"${p.key}" in ${p.in} must be ${p.wanted}`,
  help: () => "Write the key in that form.",
});

/** Two keys of which an entry may have one. */
export const keysExclude = defineCode({
  code: "MESH1208",
  severity: "error",
  title: "keys that exclude each other",
  message: (p: { readonly key: string; readonly other: string; readonly in: string }) =>
    `${p.in} has both "${p.other}" and "${p.key}", which exclude each other`,
  help: () => "Keep one of them; one that comes from `defaults` is unset by `null` in the entry.",
});

/** An entry that has none of the keys of which it needs one. */
export const noneOfKeys = defineCode({
  code: "MESH1209",
  severity: "error",
  title: "an entry without the key that makes it",
  message: (p: { readonly keys: readonly string[]; readonly in: string }) =>
    `${p.in} has none of the keys of which it needs one`,
  help: (p) => `Add one of: ${p.keys.join(", ")}.`,
});

/** A part of the language that the schema knows and this meshc cannot carry out. */
export const notBuiltYet = defineCode({
  code: "MESH9001",
  severity: "error",
  title: "something not built yet",
  message: (p: { readonly what: string }) => `not built yet: ${p.what}`,
  help: () =>
    "Leave it out: a key whose effect this meshc cannot bring about is refused rather than ignored.",
});
