import { readSchemas } from "./read-schemas.mjs";

const placeholder = "\\$\\(";

/**
 * The language as one schema for editors, which see a file before anything was laid over it. Nothing but
 * `apiVersion` is required, since other files, `defaults` and overlays complete an entry; `null` unsets any value;
 * and where a value is wanted `$(key)` of `each` can stand.
 */
export function editorSchema() {
  const schemas = readSchemas();
  const definitions = {};
  for (const [file, { $id: _id, $schema: _dialect, $defs = {}, ...whole }] of schemas) {
    definitions[nameOf(file)] = relaxed(whole, file);
    for (const [name, definition] of Object.entries($defs)) {
      definitions[nameOf(file, name)] = relaxed(definition, file);
    }
  }
  const { $schema, title } = schemas.get("manifest.json");
  return {
    $schema,
    title,
    $ref: `#/$defs/${nameOf("manifest.json")}`,
    required: ["apiVersion"],
    $defs: definitions,
  };
}

function nameOf(file, definition) {
  const stem = file.replace(/\.json$/, "");
  return definition === undefined ? stem : `${stem}.${definition}`;
}

function relaxed(schema, file) {
  if (typeof schema !== "object") return schema;
  const {
    $ref,
    required: _,
    type,
    enum: words,
    pattern,
    properties,
    items,
    propertyNames,
    additionalProperties,
  } = schema;
  const kept = [
    "title",
    "description",
    "examples",
    "default",
    "minimum",
    "maximum",
    "maxLength",
    "minItems",
    "maxItems",
  ];
  const types = type && [...new Set([type, "string", "null"].flat())];
  const isText = [type].flat().includes("string");
  return {
    ...Object.fromEntries(Object.entries(schema).filter(([key]) => kept.includes(key))),
    ...($ref && { $ref: localReference($ref, file) }),
    ...(types && { type: types }),
    ...(words && { anyOf: [{ enum: [...words, null] }, { type: "string", pattern: placeholder }] }),
    ...(pattern && { pattern: `${pattern}|${placeholder}` }),
    ...(type && !isText && { pattern: placeholder }),
    ...(properties && { properties: mapped(properties, file) }),
    ...(items && { items: relaxed(items, file) }),
    ...(propertyNames && { propertyNames: relaxed(propertyNames, file) }),
    ...(additionalProperties !== undefined && { additionalProperties: relaxed(additionalProperties, file) }),
  };
}

function mapped(schemas, file) {
  return Object.fromEntries(Object.entries(schemas).map(([key, schema]) => [key, relaxed(schema, file)]));
}

function localReference(reference, file) {
  const [target, pointer = ""] = reference.split("#");
  return `#/$defs/${nameOf(target || file, pointer.split("/").at(-1) || undefined)}`;
}
