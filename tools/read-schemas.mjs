/** Reads the schemas of the manifest language and finds what their references mean. For the other tools here. */
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../schema/", import.meta.url));

/** Schemas by file name, in the order of names. */
export function readSchemas() {
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const read = (name) => JSON.parse(readFileSync(folder + name, "utf8"));
  return new Map(names.toSorted().map((name) => [name, read(name)]));
}

/** The schema that a `$ref` in `file` names, with the file and the definition's name. */
export function follow(schemas, file, reference) {
  const [target, pointer = ""] = reference.split("#");
  const inFile = target || file;
  const steps = pointer.split("/").filter(Boolean);
  const schema = steps.reduce((found, step) => found[step], schemas.get(inFile));
  return { file: inFile, schema, name: steps.at(-1) };
}
