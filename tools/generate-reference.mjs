/**
 * Writes `docs/reference/`, the reference of the manifest language, from the descriptions in the schemas. With
 * `--check` it writes nothing and fails where a page differs.
 */
import { fileURLToPath } from "node:url";
import { follow, readSchemas } from "./read-schemas.mjs";
import { readUnbuilt } from "./read-unbuilt.mjs";
import { writeOrCheck } from "./write-or-check.mjs";

const schemas = readSchemas();
const unbuilt = await readUnbuilt(schemas);
const folder = fileURLToPath(new URL("../docs/reference/", import.meta.url));
const note = "<!-- Made from the schemas by tools/generate-reference.mjs. -->";

const typeWords = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "`true` or `false`",
  array: "list",
  object: "map",
};

/** The order in which a reader meets the top-level keys; what all of them share comes last. */
function* pagesInOrder() {
  yield "manifest.json";
  for (const { $ref } of Object.values(schemas.get("manifest.json").properties)) {
    if ($ref && !$ref.startsWith("#")) yield $ref;
  }
  yield "common.json";
}

const pageName = (file) => file.replace(".json", ".md");
const anchor = (title) => title.toLowerCase().replaceAll(" ", "-");

function page(file) {
  const schema = schemas.get(file);
  const sections = Object.values(schema.$defs ?? {}).map((definition) => section(definition, file));
  const free = typeof schema.additionalProperties === "object" && target(schema.additionalProperties, file);
  const entries = free ? `A map of names to ${link(free, file)}.` : "";
  const parts = [
    note,
    `# ${schema.title}`,
    schema.description,
    entries,
    example(schema),
    keys(schema, file, []),
  ];
  return [...parts, ...sections].filter(Boolean).join("\n\n") + "\n";
}

function section(schema, file) {
  const words = [typeOf(schema, file), defaultOf(schema)].filter(Boolean).join(", ");
  const head = schema.properties && schema.type === "object" ? "" : words && `_${words}_`;
  const parts = [
    `## ${schema.title}`,
    head,
    schema.description,
    example(schema),
    keys(schema, file, requiredOf(schema, file)),
  ];
  return parts.filter(Boolean).join("\n\n");
}

/** Keys that entries of a top-level map must have, which stand beside the reference to their definition. */
function requiredOf(schema, file) {
  const entry = schemas.get(file).additionalProperties;
  return entry?.required && target(entry, file).schema === schema ? entry.required : [];
}

function keys(schema, file, alsoRequired) {
  const required = new Set([...(schema.required ?? []), ...alsoRequired]);
  const lines = Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const known = target(value, file);
    const whole = { ...known?.schema, ...value };
    const words = [typeOf(value, file), required.has(key) && "required", defaultOf(whole)].filter(Boolean);
    const missing = (unbuilt.get(schema)?.get(key) ?? []).map((what) => ` _Not built yet${what}._`).join("");
    const line = `- **\`${key}\`** (${words.join(", ")}): ${value.description ?? known.schema.description}${missing}`;
    const below = known?.schema.title ? "" : keys(value, file, []);
    return [line, ...below.split("\n").flatMap((each) => (each === "" ? [] : `  ${each}`))];
  });
  return lines.join("\n");
}

/** The definition that a schema is a reference to, if it is one. */
function target(schema, file) {
  return schema.$ref ? follow(schemas, file, schema.$ref) : undefined;
}

function link({ schema, file }, from) {
  const page = file === from ? "" : pageName(file);
  const isWholePage = schemas.get(file) === schema;
  return `[${schema.title.toLowerCase()}](${page}${isWholePage ? "" : `#${anchor(schema.title)}`})`;
}

function typeOf(schema, file) {
  const known = target(schema, file);
  if (known) return known.schema.title ? link(known, file) : typeOf(known.schema, known.file);
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(" or ");
  return [schema.type]
    .flat()
    .map((type) => typeOfKind(type, schema, file))
    .join(", or ");
}

function typeOfKind(type, schema, file) {
  if (type === "string" && schema["x-values"])
    return schema["x-values"].map((value) => `\`${value}\``).join(" or ");
  if (type === "array" && schema.items) return `list of ${typeOf(schema.items, file)}`;
  if (type === "integer" && schema.maximum !== undefined && schema.type === "integer") {
    return `whole number, ${schema.minimum} to ${schema.maximum.toLocaleString("en")}`;
  }
  if (type === "object" && typeof schema.additionalProperties === "object") {
    return `map of ${typeOf(schema.additionalProperties, file)}`;
  }
  return typeWords[type];
}

function defaultOf(schema) {
  const value = schema.default;
  return value === undefined ? "" : `default \`${typeof value === "object" ? flow(value) : value}\``;
}

function example(schema) {
  if (!schema.examples) return "";
  return ["```yaml", ...schema.examples.map((value) => flow(value)), "```"].join("\n");
}

/** A value as YAML in one line. */
function flow(value) {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value === "object") {
    const entries = Object.entries(value).map(([key, inner]) => `${key}: ${flow(inner)}`);
    return entries.length > 0 ? `{ ${entries.join(", ")} }` : "{}";
  }
  const isPlain =
    typeof value !== "string" || (/^[A-Za-z][A-Za-z0-9 @/._-]*$/.test(value) && value !== "null");
  return isPlain ? String(value) : JSON.stringify(value);
}

const order = [...pagesInOrder()];
const pages = new Map(order.map((file) => [folder + pageName(file), page(file)]));
const contents = order.map((file) => {
  const { title, description } = schemas.get(file);
  return `- [${title}](${pageName(file)}): ${description.split(". ")[0].replace(/\.$/, "")}.`;
});
pages.set(`${folder}README.md`, [note, "# The manifest language", contents.join("\n")].join("\n\n") + "\n");
await writeOrCheck(pages);
