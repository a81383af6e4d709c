/** What the licenses of bundled packages ask for: their texts beside the program. For the build. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const packageFolder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** Folders of the packages of which esbuild left something in the output, by its metafile. */
function bundledFolders({ outputs }) {
  const inputs = Object.values(outputs).flatMap(({ inputs: parts }) => Object.entries(parts));
  const folders = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => packageFolder.exec(path)?.[1]);
  return [...new Set(folders)].filter((folder) => folder !== undefined);
}

/** Name, version, license and its text, with the notices that a package has. A package without a text ends the build. */
function entry(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  const files = readdirSync(join(root, folder)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  if (files.length === 0) throw new Error(`${folder} is bundled and holds no license text`);
  const texts = files.toSorted().map((file) => readFileSync(join(root, folder, file), "utf8").trim());
  return `${name} ${version} (${license})\n\n${texts.join("\n\n")}\n`;
}

/** The text of `THIRD-PARTY-LICENSES.txt`: every package that is in the bundle, by name. */
export function thirdPartyLicenses(metafile) {
  const line = "-".repeat(80);
  const head = "meshc holds parts of these packages.\n";
  return [head, ...bundledFolders(metafile).map(entry).toSorted()].join(`\n${line}\n\n`);
}
