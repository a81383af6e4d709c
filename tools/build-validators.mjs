/**
 * Compiles the schemas to a module that checks a manifest, so that no schema is compiled while meshc runs
 * (that costs more than all else that `validate` does on a small manifest). Beside it the schemas themselves, as
 * text that is parsed only when a fault has to be explained or a key described.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import { build } from "esbuild";
import { readSchemas } from "./read-schemas.mjs";

const folder = fileURLToPath(new URL("../compiler/validate/generated/", import.meta.url));
// Modules are looked for from this folder, so it has to be there first.
mkdirSync(folder, { recursive: true });
const schemas = readSchemas();

const words = new Set(["$schema", "title", "description", "examples", "default", "x-words", "x-values"]);

/** A schema with only what checks, since the code that is made carries it along. */
function withoutWords(schema) {
  if (Array.isArray(schema)) return schema.map(withoutWords);
  if (typeof schema !== "object" || schema === null) return schema;
  const kept = Object.entries(schema).filter((entry) => !isWord(entry));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutWords(value)]));
}

/** Under `properties` a key such as `description` is one of the manifest's, and its value a schema. */
function isWord([key, value]) {
  const isSchema = typeof value === "object" && !Array.isArray(value);
  return words.has(key) && !isSchema;
}

// The schemas use nothing that 2020-12 adds to checking, and ajv's code for older drafts is a third smaller.
const ajv = new Ajv({
  schemas: [...schemas.values()].map(withoutWords),
  code: { source: true, esm: true },
  allErrors: true,
  ownProperties: true,
  strict: true,
  strictTypes: true,
  strictTuples: true,
  strictRequired: false,
  allowUnionTypes: true,
  messages: false,
  inlineRefs: false,
});
/**
 * Compiling a pattern over all letters and digits of Unicode takes milliseconds, and most topics are ASCII: those are
 * held to the same pattern over ASCII, which says the same of them.
 */
const asciiFirst = `const asciiFirst = (source) => {
  const narrow = new RegExp(source.replaceAll("\\\\p{L}\\\\p{N}", "a-zA-Z0-9"), "u");
  let wide;
  return { test: (text) => (/^[\\0-\\x7f]*$/.test(text) ? narrow : (wide ??= new RegExp(source, "u"))).test(text) };
};
`;

function withAsciiFirst(code) {
  const wide = /new RegExp\(("(?:[^"\\]|\\.)*?\\\\p\{L\}\\\\p\{N\}(?:[^"\\]|\\.)*"), ?"u"\)/g;
  const changed = code.replaceAll(wide, "asciiFirst($1)");
  if (changed === code) throw new Error("ajv prints patterns differently now");
  return asciiFirst + changed;
}

const source = withAsciiFirst(standalone.default(ajv, { checkManifest: "manifest.json" }));
const bundled = await build({
  stdin: { contents: source, resolveDir: folder, loader: "js" },
  bundle: true,
  format: "esm",
  platform: "neutral",
  target: "node20",
  charset: "utf8",
  minify: true,
  write: false,
});

const write = (name, text) => writeFileSync(folder + name, text);
write("check-manifest.js", bundled.outputFiles[0].text);
write(
  "check-manifest.d.ts",
  `import type { SchemaFault } from "../schema-fault.ts";
/** Whether plain data is a manifest; where it is not, \`errors\` says why. */
export declare const checkManifest: {
  (data: unknown): boolean;
  readonly errors?: readonly SchemaFault[] | null;
};
`,
);
write(
  "schema-text.js",
  `export const schemaText = ${JSON.stringify(JSON.stringify(Object.fromEntries(schemas)))};\n`,
);
write(
  "schema-text.d.ts",
  `/** The schemas by file name, as JSON. */\nexport declare const schemaText: string;\n`,
);
