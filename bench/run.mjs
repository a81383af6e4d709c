/**
 * Measures meshc against its budgets and beside its peers, and what it compiles beside what is written by hand; prints
 * the figures, keeps them in results.json, plan-results.json, stored-results.json and link-results.json, and ends with 1 where a budget is
 * passed. `compile`, `plan`, `stored` or `links` measures that part alone; `--quick` takes fewer runs, leaves the peers and the largest mesh out, and
 * keeps nothing.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { budgets } from "./budgets.mjs";
import { generateManifest } from "./generate-manifest.mjs";
import { generatePlants } from "./generate-plants.mjs";
import { describeMachine, fastFolder } from "./machine.mjs";
import { median, peakMemory, ratioToNothing, time } from "./measure.mjs";
import { measurePeers } from "./peers.mjs";
import { runPlan } from "./plan/run-plan.mjs";
import { runLinks } from "./links/run-links.mjs";
import { runStored } from "./stored/run-stored.mjs";

const parts = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const quick = process.argv.includes("--quick");
const root = fileURLToPath(new URL("..", import.meta.url));
const meshc = join(root, "dist", "meshc.js");
const folder = mkdtempSync(join(fastFolder, "meshc-bench-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const rows = [];

const unknown = parts.find((part) => !["compile", "plan", "stored", "links"].includes(part));
if (unknown !== undefined)
  throw new Error(`there is no ${unknown} to measure: compile, plan, stored, links or several`);
const outcomes = [];
if (isAsked("compile")) outcomes.push(measureCompiling());
if (isAsked("plan")) outcomes.push(await runPlan(folder, { quick }));
if (isAsked("stored")) outcomes.push(await runStored(folder, { quick }));
if (isAsked("links")) outcomes.push(await runLinks(folder, { quick }));
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
console.log(`${outcomes.reduce((sum, outcome) => sum + outcome.passed, 0)} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function isAsked(part) {
  return parts.length === 0 || parts.includes(part);
}

function measureCompiling() {
  measureValidate();
  const sizes = quick ? [100, 1000] : [100, 1000, 10000];
  const compiled = new Map(sizes.map((size) => [size, measureCompile(size)]));
  if (!quick) measureGrowth();
  measurePlants();
  measureUnchanged(sizes[sizes.length - 1]);
  for (const size of sizes) measureMemory(size);
  const peers = quick ? [] : measurePeers(folder, compiled.get(1000).files);
  return report([...compiled.values()], peers);
}

function command(...rest) {
  return [process.execPath, meshc, ...rest];
}

function manifestOf(size) {
  const path = join(folder, `mesh-${size}`);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "mesh.yaml"), generateManifest(size));
  return path;
}

function outputOf(size) {
  return join(folder, `out-${size}`);
}

function row(name, figure, budget) {
  rows.push({ name, ...figure, budget, ok: figure.median <= budget });
}

function measureValidate() {
  const quickstart = join(root, "examples", "quickstart");
  const figure = ratioToNothing(command("validate", quickstart), { runs: quick ? 7 : 15 });
  row("cold validate of quickstart", figure, budgets.validateQuickstart);
}

function measureCompile(size) {
  const manifest = manifestOf(size);
  const output = outputOf(size);
  const before = () => rmSync(output, { recursive: true, force: true });
  const runs = size === 10000 ? 3 : quick ? 3 : 5;
  const figure = ratioToNothing(command("compile", manifest, "-o", output), { runs, before });
  row(`compile of ${size} brokers`, figure, budgets.compile.get(size));
  return { brokers: size, ...countMesh(manifest), ...countFiles(output) };
}

function measureGrowth() {
  const compile = (size) => {
    rmSync(outputOf(size), { recursive: true, force: true });
    return time(command("compile", manifestOf(size), "-o", outputOf(size)));
  };
  const ratios = [1, 2, 3].map(() => compile(10000) / compile(1000));
  const figure = { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios), runs: 3 };
  row("compile of 10000 brokers to one of 1000", figure, budgets.growth);
}

function measurePlants() {
  const [some, twice] = [1000, 2000].map(plantsOf);
  const output = join(folder, "out-plants");
  const compile = (plants) => command("compile", plants, "-o", output);
  const before = () => rmSync(output, { recursive: true, force: true });
  const runs = quick ? 3 : 5;
  row(
    "validate of 1000 plants",
    ratioToNothing(command("validate", some), { runs }),
    budgets.plants.validate,
  );
  row("compile of 1000 plants", ratioToNothing(compile(some), { runs, before }), budgets.plants.compile);
  const timed = (plants) => {
    before();
    return time(compile(plants));
  };
  const ratios = Array.from({ length: runs }, () => timed(twice) / timed(some));
  const figure = { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios), runs };
  row("compile of 2000 plants to one of 1000", figure, budgets.plants.growth);
}

function plantsOf(plants) {
  const path = join(folder, `plants-${plants}`);
  mkdirSync(path, { recursive: true });
  for (const [name, text] of Object.entries(generatePlants(plants))) writeFileSync(join(path, name), text);
  return path;
}

function measureUnchanged(size) {
  const compile = command("compile", join(folder, `mesh-${size}`), "-o", outputOf(size));
  time(compile);
  row(`compile of ${size} brokers, nothing changed`, ratioToNothing(compile, { runs: 5 }), budgets.unchanged);
}

function measureMemory(size) {
  const budget = budgets.peakMemory.get(size);
  if (budget === undefined) return;
  rmSync(outputOf(size), { recursive: true, force: true });
  const compile = command("compile", join(folder, `mesh-${size}`), "-o", outputOf(size));
  const peak = peakMemory(compile, join(folder, "peak"));
  row(
    `peak memory of compiling ${size} brokers, MiB`,
    { median: peak, min: peak, max: peak, runs: 1 },
    budget,
  );
}

function countMesh(manifest) {
  const file = join(folder, "graph.json");
  time(command("graph", manifest, "--format", "json", "-o", file));
  const graph = JSON.parse(readFileSync(file, "utf8"));
  rmSync(file);
  const hubs = graph.brokers.filter((broker) => broker.role === "hub").length;
  return { hubs, links: graph.links.length, flows: graph.flows.length };
}

function countFiles(directory) {
  let files = 0;
  let bytes = 0;
  let rights = 0;
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files += 1;
    bytes += statSync(path).size;
    if (entry.name.startsWith("users")) rights += readFileSync(path, "utf8").split("nkey:").length - 1;
  }
  return { rights, files, bytes };
}

function report(meshes, peers) {
  for (const mesh of meshes) console.log(JSON.stringify(mesh));
  for (const { name, median: value, min, max, budget, ok } of rows) {
    const figure = `${value.toFixed(2)} (${min.toFixed(2)} to ${max.toFixed(2)})`;
    console.log(`${ok ? "ok    " : "PASSED"} ${name}: ${figure}, at most ${budget}`);
  }
  for (const peer of peers)
    console.log(`       ${peer.name}: ${peer.ratio.toFixed(2)} times an empty program, ${peer.files} files`);
  const date = new Date().toISOString().slice(0, 10);
  const results = { machine: describeMachine(), date, meshes, rows, peers };
  if (!quick) writeFileSync(join(root, "bench", "results.json"), `${JSON.stringify(results, null, 2)}\n`);
  const passed = rows.filter(({ ok }) => ok).length;
  return { passed, failed: rows.length - passed };
}
