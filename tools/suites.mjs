/**
 * The long suites: `test/full/suites/<name>.json` says `{ name, why, command, depends, minutes }`, its last result is
 * `test/full/results/<name>.json`. `depends` lists files, and folders as `folder/**`. A result is out of date once a
 * file that it depends on has changed.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const suitesFolder = `${root}test/full/suites`;

/** Folders whose files no result depends on: they are generated, or are results. */
const made = /\/generated\/|\/test\/full\/results\//;

/** Where a suite's last result is kept. */
export function resultFile(name) {
  return `${root}test/full/results/${name}.json`;
}

/** Every suite, by name. */
export function suites() {
  if (!existsSync(suitesFolder)) return [];
  const files = readdirSync(suitesFolder).filter((file) => file.endsWith(".json"));
  return files.toSorted().map((file) => JSON.parse(readFileSync(`${suitesFolder}/${file}`, "utf8")));
}

/** One hash over the names and contents of the files that a suite depends on. */
export function hashOf(suite) {
  const files = new Set(suite.depends.flatMap((pattern) => filesOf(pattern)));
  const hash = createHash("sha256");
  for (const file of [...files].toSorted()) {
    const content = createHash("sha256")
      .update(readFileSync(`${root}${file}`))
      .digest("hex");
    hash.update(`${file} ${content}\n`);
  }
  return hash.digest("hex");
}

/** Suites without a current, good result, and why. */
export function staleSuites() {
  return suites().flatMap((suite) => {
    const file = resultFile(suite.name);
    if (!existsSync(file)) return [{ name: suite.name, why: "never run" }];
    const result = JSON.parse(readFileSync(file, "utf8"));
    if (!result.ok) return [{ name: suite.name, why: `failed on ${result.date}` }];
    return result.hash === hashOf(suite) ? [] : [{ name: suite.name, why: `changed since ${result.date}` }];
  });
}

function filesOf(pattern) {
  if (!pattern.endsWith("/**")) return [pattern];
  const folder = pattern.slice(0, -"/**".length);
  const entries = readdirSync(`${root}${folder}`, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !made.test(`${entry.parentPath}/`))
    .map((entry) => `${entry.parentPath.slice(root.length)}/${entry.name}`);
}
