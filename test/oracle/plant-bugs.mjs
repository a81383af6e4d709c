/**
 * `node test/oracle/plant-bugs.mjs [WORD…]`: plants each bug of `planted-bugs/bugs.mjs` (or those whose names or areas
 * hold one of the words) in a copy of the compiler, one at a time, and sees whether the oracle finds it among 10,000
 * random meshes, or else among those made by hand. Exits 1 where one is not found, where its place is not in the code
 * any more or twice, or where the oracle differs from the compiler as it is. The last line is JSON: how many were found,
 * how many not, how many about what.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { bugs } from "./planted-bugs/bugs.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const few = 300;
const many = 10_000;

const words = process.argv.slice(2);
const chosen = bugs.filter(
  ({ about, name }) => words.length === 0 || words.some((word) => `${about}: ${name}`.includes(word)),
);
const copy = mkdtempSync(join(tmpdir(), "meshc-planted-"));
try {
  for (const room of ["compiler", "targets", "schema", "test/oracle", "package.json", "tsconfig.json"]) {
    cpSync(join(root, room), join(copy, room), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  process.exitCode = hunt();
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** Plants bug after bug; 0 where all were found. */
function hunt() {
  const clean = compare(few);
  if (clean.unlike !== 0) {
    console.log(`The oracle differs from the compiler as it is:\n${clean.about.join("\n")}`);
    return 1;
  }
  let missed = 0;
  for (const bug of chosen) {
    const result = plant(bug);
    if (!result.found) missed += 1;
    console.log(`${result.found ? "found    " : "NOT FOUND"} ${bug.about}: ${bug.name}: ${result.how}`);
  }
  const areas = {};
  for (const { about } of chosen) areas[about] = (areas[about] ?? 0) + 1;
  console.log(JSON.stringify({ passed: chosen.length - missed, failed: missed, ...areas }));
  return missed === 0 ? 0 : 1;
}

/** Plants one bug, compares, and takes it out again. */
function plant({ file, find, replace }) {
  const path = join(copy, file);
  const text = readFileSync(path, "utf8");
  const places = text.split(find).length - 1;
  if (places !== 1) return { found: false, how: `${file} has ${places} places like ${JSON.stringify(find)}` };
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
  try {
    const { meshes, unlike, about, isByHand } = compare(many);
    const what = (about[1] ?? "").replaceAll(/\s+/g, " ").slice(0, 100);
    const where = isByHand ? `by hand only, in "${about[0].slice(0, -1)}"` : `in mesh ${meshes} of ${many}`;
    if (unlike > 0) return { found: true, how: `${where}, ${what}` };
    return { found: false, how: `${many} meshes and those made by hand agree` };
  } catch (failure) {
    return { found: false, how: failure.message };
  } finally {
    writeFileSync(path, text);
  }
}

/** Bundles the copy and runs the comparison on its first meshes. */
function compare(meshes) {
  const bundle = join(copy, "comparison.mjs");
  buildSync({
    entryPoints: [join(copy, "test/oracle/planted-bugs/run-comparison.ts")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "error",
  });
  const run = spawnSync(process.execPath, ["--max-old-space-size=1024", bundle, String(meshes)], {
    encoding: "utf8",
    timeout: 300_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.status !== 0) throw new Error(`the comparison did not end well: ${run.stderr.slice(0, 200)}`);
  return JSON.parse(run.stdout);
}
