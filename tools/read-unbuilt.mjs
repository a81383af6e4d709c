import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { follow } from "./read-schemas.mjs";

/**
 * What is not built of the language, for the reference: by the schema of a map and the key in it, what to add to
 * "Not built yet" (nothing where the key is refused whatever its value).
 */
export async function readUnbuilt(schemas) {
  const found = new Map();
  for (const { place, note } of await unbuiltList()) {
    const steps = place.split("/");
    const key = steps.pop();
    const { schema } = steps.reduce(
      (at, step) => below(schemas, at, step),
      followed(schemas, rootOf(schemas)),
    );
    const keys = found.get(schema) ?? new Map();
    found.set(schema, keys.set(key, [...(keys.get(key) ?? []), note]));
  }
  return found;
}

/** What is refused always, and what only `compile` refuses, where a key is no use without saying of which. */
async function unbuiltList() {
  const { unbuilt } = await moduleOf("compiler/validate/unbuilt.ts");
  const { unbuiltPlatforms } = await moduleOf("compiler/validate/unbuilt-platforms.ts");
  return [
    ...unbuilt.map(({ place, when, what }) => ({ place, note: when ? `: ${what}` : "" })),
    ...unbuiltPlatforms.map(({ place, what }) => ({ place, note: `: ${what}` })),
  ];
}

/** What a file exports. It is TypeScript, which this version of node does not run by itself. */
export async function moduleOf(file) {
  const entryPoints = [fileURLToPath(new URL(`../${file}`, import.meta.url))];
  const { outputFiles } = await build({
    entryPoints,
    bundle: true,
    format: "esm",
    platform: "neutral",
    write: false,
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}

function rootOf(schemas) {
  return { file: "manifest.json", schema: schemas.get("manifest.json") };
}

function below(schemas, { file, schema }, step) {
  const { properties = {}, additionalProperties, items } = schema;
  // `*` in a map whose keys are all known stands for any of them.
  const any =
    items ?? (typeof additionalProperties === "object" ? additionalProperties : Object.values(properties)[0]);
  return followed(schemas, { file, schema: step === "*" ? any : properties[step] });
}

function followed(schemas, { file, schema }) {
  return schema.$ref ? followed(schemas, follow(schemas, file, schema.$ref)) : { file, schema };
}
