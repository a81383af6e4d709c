/**
 * Builds `dist/meshc.js`: one executable file that compiles of itself what a command needs, and code caches beside it
 * that spare node to compile what starting, `validate` and `plan` need. Both keep a cold start fast.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build, transform } from "esbuild";
import { generate } from "./generate.mjs";
import { thirdPartyLicenses } from "./third-party-licenses.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = `${root}dist/`;
const target = "node20.19";

/**
 * The argument parser loads `node:child_process`, which costs seven milliseconds, for commands that are programs of
 * their own. meshc has none.
 */
const withoutChildProcess = {
  name: "without-child-process",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes("/node_modules/commander/") ? { path: "none", namespace: "empty" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "empty" }, () => ({ contents: "export {};" }));
  },
};

/**
 * The program as CommonJS modules in ASCII by name, `./main.js` the first to run, and the licenses of what is in it.
 * Commands are modules of their own.
 */
async function bundle() {
  const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
  const result = await build({
    absWorkingDir: root,
    entryPoints: ["cli/main.ts"],
    outdir: "dist",
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    platform: "node",
    target,
    format: "esm",
    minify: true,
    legalComments: "none",
    define: { "process.env.MESHC_VERSION": JSON.stringify(version) },
    logLevel: "warning",
    plugins: [withoutChildProcess],
  });
  // CommonJS starts some milliseconds sooner than ESM, which node resolves asynchronously.
  const options = {
    format: "cjs",
    platform: "node",
    target,
    minify: true,
    supported: { "dynamic-import": false },
  };
  const named = result.outputFiles.map(async ({ path, text }) => {
    const { code } = await transform(text, options);
    return [`./${path.slice(dist.length)}`, code];
  });
  return { modules: new Map(await Promise.all(named)), licenses: thirdPartyLicenses(result.metafile) };
}

/** Names of the modules that the start of a command loads: `main.js`, the command, and what both import. */
function modulesOf(command, all) {
  const found = new Set();
  const visit = (name) => {
    if (found.has(name)) return;
    found.add(name);
    // An `import()` became a function that requires; what it names is loaded later, if at all.
    const now = all.get(name).replaceAll(/\(\)=>[\w$]+\(require\("[^"]+"\)/g, "");
    for (const [, imported] of now.matchAll(/\brequire\("(\.\/[^"]+)"\)/g)) visit(imported);
  };
  visit("./main.js");
  const own = new RegExp(`^\\./${command}-\\w+\\.js$`);
  for (const name of all.keys()) if (own.test(name)) visit(name);
  return found;
}

function wrapped(code) {
  return `function(module,exports,require){${code}\n}`;
}

/** Node reads the whole file at each start, so what most starts do not need is small. */
function packed(code) {
  return brotliCompressSync(code).toString("base64");
}

/**
 * An index of parts with their places, and the parts: what `validate` loads, what `plan` loads beside it, and each other
 * module. The end of a comment is written differently in them.
 */
function program(all) {
  const fast = modulesOf("validate", all);
  const plan = [...modulesOf("plan", all)].filter((name) => !fast.has(name));
  const literal = (names) =>
    `({${[...names].map((name) => `${JSON.stringify(name)}:${wrapped(all.get(name))}`).join(",")}})`;
  const rest = [...all]
    .filter(([name]) => !fast.has(name) && !plan.includes(name))
    .map(([name, code]) => [name, packed(`(${wrapped(code)})`)]);
  const index = {};
  let text = "";
  for (const [name, code] of [["fast", literal(fast)], ["plan", literal(plan)], ...rest]) {
    const part = code.replaceAll("*/", "*\u0001/");
    index[name] = [text.length, part.length];
    text += part;
  }
  return `${JSON.stringify(index)}\n${text}`;
}

function executable(text, id, whileBuilding = "") {
  const launcher = readFileSync(`${root}tools/launcher.cjs`, "utf8")
    .replace("BUILD_ID", id)
    .replace("/* WHILE_BUILDING */\n", whileBuilding);
  return `#!/usr/bin/env node\n${launcher}\nfunction program() {/*\n${text}*/}\n`;
}

/** Writes beside and renames, so that a run that starts meanwhile finds a whole file. */
function replace(file, text) {
  const unfinished = `${dist}.${process.pid}.part`;
  writeFileSync(unfinished, text);
  chmodSync(unfinished, 0o755);
  renameSync(unfinished, dist + file);
}

/** Runs a command once and keeps what node compiled for it of a part. */
function writeCodeCache(text, part, command, file) {
  const unfinished = `${dist}.${process.pid}.cache`;
  const recorder = `${dist}.${process.pid}.js`;
  const record = `require("node:fs").writeFileSync(${JSON.stringify(unfinished)}, scripts.get("${part}").createCachedData())`;
  writeFileSync(recorder, executable(text, "none", `process.once("exit", () => ${record});\n`));
  const args = [recorder, command, `${root}examples/quickstart`, "--quiet"];
  execFileSync(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  rmSync(recorder);
  renameSync(unfinished, dist + file);
}

generate();
const { modules, licenses } = await bundle();
const text = program(modules);
const id = createHash("sha256").update(text).digest("hex").slice(0, 16);
const caches = new Map([
  ["fast", `meshc-${id}.cache`],
  ["plan", `meshc-${id}.plan.cache`],
]);
mkdirSync(dist, { recursive: true });
// The package is ESM; what is in this folder is not.
writeFileSync(`${dist}package.json`, '{ "type": "commonjs" }\n');
writeFileSync(`${dist}THIRD-PARTY-LICENSES.txt`, licenses);
writeCodeCache(text, "fast", "validate", caches.get("fast"));
writeCodeCache(text, "plan", "plan", caches.get("plan"));
replace("meshc.js", executable(text, id));
for (const file of readdirSync(dist)) {
  if (file.startsWith("meshc-") && ![...caches.values()].includes(file)) rmSync(dist + file, { force: true });
}
