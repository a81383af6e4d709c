import type { Json } from "../model/json.ts";

/** Where in the schemas a value is described: a schema and the file in which it stands. */
export interface SchemaPlace {
  readonly file: string;
  readonly schema: JsonObject;
}

type JsonObject = { readonly [key: string]: Json };

/** Schemas by file name. */
export type Schemas = Readonly<Record<string, JsonObject>>;

/** The place that describes a whole manifest. */
export function manifestPlace(schemas: Schemas): SchemaPlace | undefined {
  const schema = schemas["manifest.json"];
  return schema && { file: "manifest.json", schema };
}

/** The keys of a map in the language's order; empty for maps by name, which keep the order written. */
export function keysOf(schemas: Schemas, place: SchemaPlace): readonly string[] {
  const keys = chain(schemas, place).flatMap(({ schema }) =>
    Object.keys(objectAt(schema, "properties") ?? {}),
  );
  return [...new Set(keys)];
}

/** What describes the value of a key, or of a list's items (`undefined` as key). */
export function below(
  schemas: Schemas,
  place: SchemaPlace,
  key: string | undefined,
): SchemaPlace | undefined {
  for (const { file, schema } of chain(schemas, place)) {
    const properties = objectAt(schema, "properties");
    const named =
      key !== undefined && properties && Object.hasOwn(properties, key)
        ? objectAt(properties, key)
        : undefined;
    const found =
      key === undefined ? objectAt(schema, "items") : (named ?? objectAt(schema, "additionalProperties"));
    if (found) return { file, schema: found };
  }
  return undefined;
}

/** A schema and those that it refers to, nearest first. */
function chain(schemas: Schemas, place: SchemaPlace): readonly SchemaPlace[] {
  const found: SchemaPlace[] = [];
  for (let next: SchemaPlace | undefined = place; next && found.length < 20; next = referred(schemas, next))
    found.push(next);
  return found;
}

function referred(schemas: Schemas, { file, schema }: SchemaPlace): SchemaPlace | undefined {
  const reference = schema["$ref"];
  if (typeof reference !== "string") return undefined;
  const [name = "", pointer = ""] = reference.split("#");
  const target = name === "" ? file : name;
  let found = schemas[target];
  for (const part of pointer.split("/").slice(1)) found = found && objectAt(found, part);
  return found && { file: target, schema: found };
}

function objectAt(object: JsonObject, key: string): JsonObject | undefined {
  const value = object[key];
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}
