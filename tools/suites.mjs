/**
 * The long suites: `test/full/suites/<name>.json` says `{ name, why, command, depends, minutes }`, its last result is
 * `test/full/results/<name>.json`. A result is out of date once a file that it depends on has changed: what its tests and
 * programs import, start and read, and what `depends` adds, files and folders as `folder/**`, of which comments count too.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import { filesOfSuites } from "./suite-files.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const suitesFolder = `${root}test/full/suites`;

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

/** One hash over the names and contents of the files that a suite depends on, see `suite-files.mjs`. */
export function hashOf(suite) {
  return hashesOf([suite]).get(suite.name);
}

/** The same for several suites, by name. */
export function hashesOf(chosen) {
  const known = new Map();
  const contentOf = (file, isCode) => {
    const bytes = readFileSync(`${root}${file}`);
    const content = isCode ? withoutComments(file, bytes.toString()) : bytes;
    return createHash("sha256").update(content).digest("hex");
  };
  const lineOf = (file, isCode) => {
    const key = `${isCode ? "code" : "data"} ${file}`;
    if (!known.has(key)) known.set(key, `${key} ${contentOf(file, isCode)}\n`);
    return known.get(key);
  };
  return new Map(
    [...filesOfSuites(chosen)].map(([name, { code, data }]) => {
      const lines = [...code.map((file) => lineOf(file, true)), ...data.map((file) => lineOf(file, false))];
      return [name, createHash("sha256").update(lines.join("")).digest("hex")];
    }),
  );
}

/** Code without what makes no difference to what it does: comments, types and layout. */
function withoutComments(file, text) {
  const loader = file.endsWith(".ts") ? "ts" : "js";
  return transformSync(text, { loader, minifyWhitespace: true, legalComments: "none" }).code;
}

/** Suites without a current, good result, and why. */
export function staleSuites() {
  const hashes = hashesOf(suites());
  return suites().flatMap((suite) => {
    const file = resultFile(suite.name);
    if (!existsSync(file)) return [{ name: suite.name, why: "never run" }];
    const result = JSON.parse(readFileSync(file, "utf8"));
    if (!result.ok) return [{ name: suite.name, why: `failed on ${result.date}` }];
    return result.hash === hashes.get(suite.name)
      ? []
      : [{ name: suite.name, why: `changed since ${result.date}` }];
  });
}
