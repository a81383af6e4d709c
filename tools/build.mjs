/**
 * Builds `dist/meshc.js`: one executable file. Code behind an `import()` stays unevaluated in it until a command asks
 * for it, and a code cache beside it spares node to compile what `validate` needs: both keep a cold start fast.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { generate } from "./generate.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = `${root}dist/`;

/** The whole program as one CommonJS text in ASCII. */
async function bundle() {
  const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
  const result = await build({
    absWorkingDir: root,
    entryPoints: ["cli/main.ts"],
    bundle: true,
    write: false,
    platform: "node",
    target: "node20.19",
    // CommonJS starts some milliseconds sooner than ESM, which node resolves asynchronously.
    format: "cjs",
    minify: true,
    legalComments: "none",
    define: { "process.env.MESHC_VERSION": JSON.stringify(version) },
    logLevel: "warning",
  });
  return result.outputFiles[0].text;
}

/** The launcher with the program in a comment, in which the end of a comment is written differently. */
function executable(program, id, whileBuilding = "") {
  const launcher = readFileSync(`${root}tools/launcher.cjs`, "utf8")
    .replace("BUILD_ID", id)
    .replace("/* WHILE_BUILDING */\n", whileBuilding);
  return `#!/usr/bin/env node\n${launcher}\n/*!program${program.replaceAll("*/", "*\u0001/")}*/\n`;
}

/** Writes beside and renames, so that a run that starts meanwhile finds a whole file. */
function replace(file, text) {
  const unfinished = `${dist}.${process.pid}.part`;
  writeFileSync(unfinished, text);
  chmodSync(unfinished, 0o755);
  renameSync(unfinished, dist + file);
}

/** Runs `validate` once and keeps what node compiled for it. */
function writeCodeCache(program, file) {
  const unfinished = `${dist}.${process.pid}.cache`;
  const recorder = `${dist}.${process.pid}.js`;
  const record = `require("node:fs").writeFileSync(${JSON.stringify(unfinished)}, script.createCachedData())`;
  writeFileSync(recorder, executable(program, "none", `process.once("exit", () => ${record});\n`));
  const args = [recorder, "validate", `${root}examples/quickstart`, "--quiet"];
  execFileSync(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  rmSync(recorder);
  renameSync(unfinished, dist + file);
}

generate();
const program = await bundle();
const id = createHash("sha256").update(program).digest("hex").slice(0, 16);
const cache = `meshc-${id}.cache`;
mkdirSync(dist, { recursive: true });
// The package is ESM; what is in this folder is not.
writeFileSync(`${dist}package.json`, '{ "type": "commonjs" }\n');
writeCodeCache(program, cache);
replace("meshc.js", executable(program, id));
for (const file of readdirSync(dist)) {
  if (file.startsWith("meshc-") && file !== cache) rmSync(dist + file, { force: true });
}
