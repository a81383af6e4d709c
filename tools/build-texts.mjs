/**
 * Writes `cli/generated/`: texts that commands print or write out, so that `dist/meshc.js` needs no file beside it.
 * Each is one string of JSON, which costs nothing until it is parsed.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readSchemas } from "./read-schemas.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const generated = `${root}cli/generated/`;

mkdirSync(generated, { recursive: true });
write("diagnostic-pages", "diagnosticPages", "Pages of `docs/diagnostics/` by code.", diagnosticPages());
write("templates", "templates", "Files of each example, by the example's name and the file's.", templates());
write(
  "editor-schema",
  "editorSchema",
  "The manifest's JSON Schema in one piece, for editors.",
  editorSchema(),
);

function write(file, name, what, data) {
  const text = JSON.stringify(JSON.stringify(data));
  writeFileSync(
    `${generated}${file}.ts`,
    `/** ${what} JSON. */\nexport const ${name}Json: string =\n  ${text};\n`,
  );
}

function diagnosticPages() {
  const folder = `${root}docs/diagnostics/`;
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => /^MESH\d{4}\.md$/.test(file)) : [];
  return Object.fromEntries(
    files.toSorted().map((file) => [file.slice(0, -3), readFileSync(folder + file, "utf8")]),
  );
}

function templates() {
  const folder = `${root}examples/`;
  const examples = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = examples.map(({ name }) => name).toSorted();
  return Object.fromEntries(names.map((name) => [name, manifestFiles(`${folder}${name}/`)]));
}

function manifestFiles(folder) {
  const files = readdirSync(folder, { recursive: true }).filter(
    (file) => file.endsWith(".yaml") && !file.startsWith("."),
  );
  return Object.fromEntries(files.toSorted().map((file) => [file, readFileSync(folder + file, "utf8")]));
}

/** All schema files as definitions of one document, since an editor may not follow references between files. */
function editorSchema() {
  const schemas = readSchemas();
  const definitions = {};
  for (const [file, schema] of schemas) {
    const { $defs, $id: _id, $schema: _dialect, ...rest } = schema;
    definitions[definitionName(file)] = localized(rest, file);
    for (const [name, definition] of Object.entries($defs ?? {})) {
      definitions[definitionName(file, name)] = localized(definition, file);
    }
  }
  return {
    $schema: schemas.get("manifest.json").$schema,
    $ref: `#/$defs/${definitionName("manifest.json")}`,
    $defs: definitions,
  };
}

function definitionName(file, name) {
  const stem = file.replace(/\.json$/, "");
  return name === undefined ? stem : `${stem}.${name}`;
}

function localized(value, file) {
  if (Array.isArray(value)) return value.map((item) => localized(item, file));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !key.startsWith("x-"));
  return Object.fromEntries(
    entries.map(([key, item]) => [key, key === "$ref" ? localReference(item, file) : localized(item, file)]),
  );
}

function localReference(reference, file) {
  const [target, pointer = ""] = reference.split("#");
  return `#/$defs/${definitionName(target || file, pointer.split("/").at(-1) || undefined)}`;
}
