/**
 * Which files can change what a long suite says: its test files and programs, all that they import, the programs that
 * they start, what they read of this repository, and what the suite's `depends` adds.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Files that no result depends on: results, and programs that are built of what is looked at anyway. */
const made = /(^|\/)(dist|node_modules)\/|^test\/full\//;
const generated = /(^|\/)generated\//;
const isCode = (file) => /\.(ts|mjs)$/.test(file) && !file.endsWith(".d.mts");

/**
 * Relative paths by the suite's name, sorted: `code`, of which comments and layout make no difference, and `data`. Throws
 * where something cannot be read or imported, as before files are generated.
 */
export function filesOfSuites(suites) {
  const tests = filesOf("test/**").filter((file) => file.endsWith(".test.ts"));
  const begun = new Map(suites.map((suite) => [suite.name, new Set(beginningsOf(suite, tests))]));
  for (;;) {
    const imported = importsOf([...new Set([...begun.values()].flatMap((files) => [...files]))]);
    const result = new Map();
    let isWhole = true;
    for (const suite of suites) {
      const starts = begun.get(suite.name);
      const code = new Set([...starts].flatMap((start) => imported.get(start)));
      const named = [...code].flatMap(namedIn);
      const more = named.filter((file) => isCode(file) && !code.has(file));
      for (const file of more) starts.add(file);
      isWhole &&= more.length === 0;
      const data = new Set([
        ...named.filter((file) => !isCode(file)),
        ...suite.depends.flatMap(filesOf),
        "package-lock.json",
      ]);
      result.set(suite.name, {
        code: [...code].filter((file) => isCode(file) && !data.has(file)).toSorted(),
        data: [...data, ...[...code].filter((file) => !isCode(file) && !data.has(file))].toSorted(),
      });
    }
    if (isWhole) return result;
  }
}

/** What a suite's command runs: tests that it names as vitest understands it, or all of a project, and programs. */
function beginningsOf({ command, depends }, tests) {
  const words = command.split(/\s+/);
  const named = words.filter((word) => word.startsWith("test/") && !word.endsWith(".mjs"));
  const ofProject = (test) =>
    command.includes("--project live") === test.startsWith("test/live/") && command.includes("--project");
  const run = tests.filter(
    (test) => ofProject(test) && (named.length === 0 || named.some((name) => test.includes(name))),
  );
  const programs = words.filter((word) => word.endsWith(".mjs") && !word.startsWith("node_modules/"));
  return [...run, ...programs, ...depends.filter((file) => isCode(file))];
}

/** All that each of these files imports, near and far, with itself; types alone are no import. */
function importsOf(files) {
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: [...files],
    bundle: true,
    splitting: true,
    treeShaking: false,
    platform: "node",
    format: "esm",
    packages: "external",
    loader: { ".node": "empty" },
    outdir: "nowhere",
    outbase: ".",
    write: false,
    metafile: true,
    logLevel: "error",
  });
  const { outputs } = metafile;
  const below = new Map();
  const inputsBelow = (output, seen = new Set()) => {
    if (seen.has(output)) return seen;
    seen.add(output);
    for (const { path, external } of outputs[output].imports) if (!external) inputsBelow(path, seen);
    return seen;
  };
  for (const [output, { entryPoint }] of Object.entries(outputs))
    if (entryPoint !== undefined)
      below.set(
        entryPoint,
        [...inputsBelow(output)].flatMap((each) => [entryPoint, ...Object.keys(outputs[each].inputs)]),
      );
  return below;
}

const quoted = /["'`](?:\.{1,2}\/)*((?:examples|schema|docs|dist|tools|test|bench)\b[\w/.-]*)/g;
const goProgram = /findGoProgram\("([\w-]+)"/g;
const besideThis = /new URL\("([^"]+)", import\.meta\.url\)/g;

/**
 * What a test or tool names of this repository: data, from the root or from where it stands, and programs that it starts,
 * one that is built by its source.
 */
function namedIn(file) {
  if (!/^(test|tools)\//.test(file) || file === "tools/suite-files.mjs") return [];
  const text = readFileSync(join(root, file), "utf8");
  const beside = [...text.matchAll(besideThis)].map(([, name]) => normalize(join(dirname(file), name)));
  const named = [...text.matchAll(quoted)].map(([, name]) => normalize(name));
  // A tool's own folder has what it builds, and so has the folder of a program that another tool builds.
  const own = [
    file.replace(/\.mjs$/, ""),
    ...[...text.matchAll(goProgram)].map(([, name]) => `tools/${name}`),
  ];
  const programs = [
    ...beside.filter(isCode),
    ...(named.includes("dist/meshc.js") ? ["cli/main.ts", "tools/build.mjs"] : []),
  ];
  const data = [...beside, ...named, ...own].filter(isNameable).flatMap(filesOf);
  return [...programs, ...data.filter((each) => !isCode(each))];
}

/** Whole trees would make all depend on all. */
function isNameable(path) {
  const bare = path.replace(/\/$/, "");
  return (
    !["", ".", "..", "test", "tools", "docs", "dist", "bench", "node_modules"].includes(bare) &&
    !bare.startsWith("..") &&
    !bare.startsWith("test/live") &&
    existsSync(join(root, bare))
  );
}

/** The files of a pattern: a file, a folder, or `folder/**`. */
function filesOf(pattern) {
  const path = pattern.replace(/\/(\*\*)?$/, "");
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .filter((file) => !made.test(file) && !generated.test(file));
}
