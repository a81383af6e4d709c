/**
 * Builds `dist/meshc.js`: one executable file. Code behind an `import()` stays unevaluated in it until a command asks
 * for it, which is what keeps a cold `validate` fast.
 */
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { generate } from "./generate.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
const unfinished = `${root}dist/.meshc.${process.pid}.js`;

generate();
mkdirSync(`${root}dist`, { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: ["cli/main.ts"],
  outfile: unfinished,
  bundle: true,
  platform: "node",
  target: "node20.19",
  // CommonJS starts some milliseconds sooner than ESM, which node resolves asynchronously.
  format: "cjs",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  banner: { js: "#!/usr/bin/env node" },
  define: { "process.env.MESHC_VERSION": JSON.stringify(version) },
  logLevel: "warning",
});
// The package is ESM; what is beside this file is not.
writeFileSync(`${root}dist/package.json`, '{ "type": "commonjs" }\n');
chmodSync(unfinished, 0o755);
renameSync(unfinished, `${root}dist/meshc.js`);
