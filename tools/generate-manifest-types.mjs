/**
 * Writes `compiler/model/manifest.ts`, the types of a checked manifest, from the schemas. With `--check` it writes
 * nothing and fails where the file differs.
 */
import { fileURLToPath } from "node:url";
import { follow, readSchemas } from "./read-schemas.mjs";
import { writeOrCheck } from "./write-or-check.mjs";

const schemas = readSchemas();
/** Keys that are worked in before a manifest is checked, so that none is left in it. */
const workedIn = new Set(["include", "defaults", "each"]);
/** Keys that stand together in several maps, by the name of their interface. */
const common = new Map([
  ["ManifestNamed", ["description", "labels", "protect", "renamedFrom"]],
  ["ManifestTerms", [...termsOf(schemas.get("domains.json").$defs)]],
  ["ManifestScope", ["domains", "environments", "teams", "applications"]],
]);
/** Interfaces by name, in the order in which they are first needed. */
const declared = new Map();

/** What an event can inherit from its domain. */
function* termsOf({ domain, event }) {
  for (const key of Object.keys(domain.properties)) {
    const term = domain.properties[key].$ref?.startsWith("#/$defs/");
    if (term && domain.properties[key].$ref === event.properties[key]?.$ref) yield key;
  }
}

function typeOf(schema, file) {
  if (schema.$ref) return typeOfReference(schema, file);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  return [schema.type]
    .flat()
    .map((type) => typeOfKind(type, schema, file))
    .filter(isFirst)
    .join(" | ");
}

function typeOfReference(schema, file) {
  const target = follow(schemas, file, schema.$ref);
  const hasMap = [target.schema.type].flat().includes("object") && target.schema.properties;
  if (!hasMap || !target.name) return typeOf(target.schema, target.file);
  return declare(target, schema.required ?? []);
}

function typeOfKind(type, schema, file) {
  if (type === "string")
    return schema["x-values"]?.map((value) => JSON.stringify(value)).join(" | ") ?? "string";
  if (type === "boolean") return "boolean";
  if (type === "array") return typeOfList(schema, file);
  if (type === "object") return typeOfMap(schema, file);
  return "number";
}

function typeOfList(schema, file) {
  const item = typeOf(schema.items, file);
  const isPair = schema.minItems === 2 && schema.maxItems === 2;
  if (isPair) return `readonly [${item}, ${item}]`;
  return item.includes("|") ? `readonly (${item})[]` : `readonly ${item}[]`;
}

function typeOfMap(schema, file) {
  if (schema.properties) return `{ ${propertiesOf(schema, file, []).join(" ")} }`;
  const value = schema.additionalProperties === true ? "Json" : typeOf(schema.additionalProperties, file);
  return `{ readonly [key: string]: ${value} }`;
}

function propertiesOf(schema, file, requiredHere) {
  const required = new Set([...(schema.required ?? []), ...requiredHere]);
  return Object.entries(schema.properties)
    .filter(([key]) => !workedIn.has(key))
    .map(([key, value]) => `readonly ${key}${required.has(key) ? "" : "?"}: ${typeOf(value, file)};`);
}

function declare({ schema, file, name }, requiredHere) {
  const typeName = `Manifest${name[0].toUpperCase()}${name.slice(1)}`;
  if (declared.has(typeName)) return typeName;
  declared.set(typeName, "");
  const others = [schema.type].flat().filter((type) => type !== "object");
  const union = others.map((type) => typeOfKind(type, schema, file)).filter(isFirst);
  const text =
    union.length > 0
      ? `type ${typeName} = ${union.join(" | ")} | ${typeOfMap(schema, file)};`
      : interfaceOf(typeName, schema, file, requiredHere);
  declared.set(typeName, `/** ${schema.description.split(". ")[0].replace(/\.$/, "")}. */\nexport ${text}`);
  return typeName;
}

function interfaceOf(typeName, schema, file, requiredHere) {
  const keys = Object.keys(schema.properties);
  const shared = [...common].filter(
    ([, part]) => part.length < keys.length && part.every((key) => keys.includes(key)),
  );
  const taken = new Set(shared.flatMap(([, part]) => part));
  const own = Object.entries(schema.properties).filter(([key]) => !taken.has(key));
  for (const [part, partKeys] of shared) declareCommon(part, partKeys, schema, file);
  const lines = propertiesOf({ ...schema, properties: Object.fromEntries(own) }, file, requiredHere);
  const base = shared.length > 0 ? ` extends ${shared.map(([part]) => part).join(", ")}` : "";
  return `interface ${typeName}${base} {\n${lines.join("\n")}\n}`;
}

function declareCommon(typeName, keys, schema, file) {
  if (declared.has(typeName)) return;
  const properties = Object.fromEntries(keys.map((key) => [key, schema.properties[key]]));
  const lines = propertiesOf({ properties }, file, []);
  declared.set(
    typeName,
    `/** Keys that several entries have. */\nexport interface ${typeName} {\n${lines.join("\n")}\n}`,
  );
}

function isFirst(value, index, all) {
  return all.indexOf(value) === index;
}

const root = propertiesOf(schemas.get("manifest.json"), "manifest.json", []);
const text = `import type { Path } from "../source/path.ts";
import type { Place } from "./documents.ts";
import type { Json } from "./json.ts";

/** A manifest that its schema accepts, as plain data, and where each value in it was written. */
export interface Manifest {
  readonly data: ManifestData;
  readonly locate: (path: Path, on: "key" | "value") => Place;
}

/**
 * The keys of a manifest, made from the schemas by tools/generate-manifest-types.mjs. What includes, overlays, \`each\` and
 * \`defaults\` say is already worked in.
 */
export interface ManifestData {
${root.join("\n")}
}

${[...declared.values()].join("\n\n")}
`;

await writeOrCheck(
  new Map([[fileURLToPath(new URL("../compiler/model/manifest.ts", import.meta.url)), text]]),
);
