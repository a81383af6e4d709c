import type { Path } from "../source/path.ts";
import { schemaText } from "./generated/schema-text.js";

/** What the schema says of one place of a manifest, references followed. */
export interface KeySchema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, KeySchema>>;
  readonly additionalProperties?: boolean | KeySchema;
  readonly propertyNames?: KeySchema;
  readonly items?: KeySchema;
  readonly minimum?: number;
  readonly maximum?: number;
  /** The form of the value in words, such as "a duration such as 90s". */
  readonly "x-words"?: string;
  /** The words that a value may be where it may also be a list or a map. */
  readonly "x-values"?: readonly string[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, KeySchema>>;
}

/** A schema and the file that its references are relative to. */
interface Placed {
  readonly file: string;
  readonly schema: KeySchema;
}

let parsed: Readonly<Record<string, KeySchema>> | undefined;

/** The schemas by file name. Parsed on first use, since a manifest without a fault needs none of them. */
function schemas(): Readonly<Record<string, KeySchema>> {
  parsed ??= JSON.parse(schemaText) as Readonly<Record<string, KeySchema>>;
  return parsed;
}

/** What the schema says of a place, from the manifest's root; `undefined` where it says nothing. */
export function keySchema(path: Path): KeySchema | undefined {
  let at: Placed | undefined = place("manifest.json", schemas()["manifest.json"]);
  for (const step of path) at = at && below(at, step);
  return at?.schema;
}

/** What the schema says of the keys of a map whose keys are free. */
export function freeKeySchema(path: Path): KeySchema | undefined {
  let at: Placed | undefined = place("manifest.json", schemas()["manifest.json"]);
  for (const step of path) at = at && below(at, step);
  return at && place(at.file, at.schema.propertyNames)?.schema;
}

function below({ file, schema }: Placed, step: string | number): Placed | undefined {
  if (typeof step === "number") return place(file, schema.items);
  const known =
    schema.properties && Object.hasOwn(schema.properties, step) ? schema.properties[step] : undefined;
  const free = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
  return place(file, known ?? free);
}

/** Follows references; what stands beside one wins over what it leads to. */
function place(file: string, schema: KeySchema | undefined): Placed | undefined {
  if (!schema) return undefined;
  if (schema.$ref === undefined) return { file, schema };
  const [target, pointer = ""] = schema.$ref.split("#");
  const inFile = target || file;
  const definition = pointer.split("/").at(-1);
  const whole = schemas()[inFile];
  const found = place(inFile, definition ? whole?.$defs?.[definition] : whole);
  const { $ref: _, ...beside } = schema;
  return found && { file: found.file, schema: { ...found.schema, ...beside } };
}
