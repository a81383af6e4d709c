import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Manifests of one file each that mutations start from: the examples, and every failing fixture. */
export function seedTexts(): readonly string[] {
  const examples = join(root, "examples");
  const fixtures = join(root, "test", "errors");
  const files = [
    ...readdirSync(examples).map((name) => join(examples, name, "mesh.yaml")),
    ...readdirSync(fixtures)
      .filter((name) => name.endsWith(".yaml"))
      .map((name) => join(fixtures, name)),
  ];
  return files
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
    .map((file) => readFileSync(file, "utf8"));
}
