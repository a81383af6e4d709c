/**
 * Compiles each `targets/engines/<engine>/templates/<name>.hbs` to `<name>.generated.ts` beside it, so that no
 * template is compiled while meshc runs. `--check` writes nothing and fails where a generated file is not current.
 */
import { readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import handlebars from "handlebars";
import { format, resolveConfig } from "prettier";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const engines = join(root, "targets", "engines");

/** Paths of all templates, sorted. */
async function templates() {
  const found = await readdir(engines, { recursive: true });
  return found
    .filter((name) => name.endsWith(".hbs"))
    .toSorted()
    .map((name) => join(engines, name));
}

/** The module that a template becomes. Values are printed as given: only encoded ones ever reach a template. */
async function compile(path) {
  const options = { noEscape: true, strict: true, knownHelpersOnly: true };
  const specification = handlebars.precompile(await readFile(path, "utf8"), options);
  const name = relative(dirname(path), path);
  const text =
    `// @ts-nocheck\n/* oxlint-disable */\n` +
    `/** Made from \`${name}\` by tools/build-templates.mjs. */\n` +
    `export const specification: object = ${specification};\n`;
  const target = path.replace(/\.hbs$/, ".generated.ts");
  return { target, text: await format(text, { ...(await resolveConfig(target)), parser: "typescript" }) };
}

const check = process.argv.includes("--check");
let stale = 0;
for (const path of await templates()) {
  const { target, text } = await compile(path);
  const known = await readFile(target, "utf8").catch(() => undefined);
  if (known === text) continue;
  stale++;
  console.log(`${check ? "not current" : "written"}: ${relative(root, target)}`);
  if (!check) await writeFile(target, text);
}
if (check && stale > 0) process.exitCode = 1;
