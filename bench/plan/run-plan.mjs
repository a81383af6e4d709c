import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { budgets } from "../budgets.mjs";
import { generateManifest } from "../generate-manifest.mjs";
import { describeMachine } from "../machine.mjs";
import { ratioToNothing } from "../measure.mjs";
import { changedManifest } from "./changed-manifest.mjs";
import { loadRecorder } from "./load-recorder.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const meshc = join(root, "dist", "meshc.js");
const results = join(root, "bench", "plan-results.json");

/** A mesh of which a domain has a hundred flows and more. */
const brokers = 1000;
const leastFlows = 100;

/**
 * Measures what planning takes: of quickstart, which was applied and of which nothing was, and of a large mesh that was
 * applied and of which a domain changes that many flows are of. Prints the figures, keeps them unless it is quick, and
 * returns how many budgets hold and how many do not.
 */
export async function runPlan(folder, { quick }) {
  const record = await loadRecorder(folder);
  const [fresh, applied] = [quickstartIn(folder, "plan-fresh"), quickstartIn(folder, "plan-applied")];
  await record(applied);
  const changed = await changedMesh(folder, record);
  const runs = quick ? 7 : 15;
  const rows = [
    row("cold plan of quickstart", fresh, runs, budgets.plan.quickstart),
    row("cold plan of quickstart as it was applied", applied, runs, budgets.plan.quickstart),
    row(`plan of ${brokers} brokers, a domain changed`, changed, quick ? 3 : 5, budgets.plan.brokers),
  ];
  for (const { name, median, min, max, budget, ok } of rows) {
    const figure = `${median.toFixed(2)} (${min.toFixed(2)} to ${max.toFixed(2)})`;
    console.log(`${ok ? "ok    " : "PASSED"} ${name}: ${figure}, at most ${budget}`);
  }
  const date = new Date().toISOString().slice(0, 10);
  const kept = { machine: describeMachine(), date, rows };
  if (!quick) writeFileSync(results, `${JSON.stringify(kept, null, 2)}\n`);
  const passed = rows.filter(({ ok }) => ok).length;
  return { passed, failed: rows.length - passed };
}

function row(name, manifest, runs, budget) {
  const figure = ratioToNothing([process.execPath, meshc, "plan", manifest], { runs });
  return { name, ...figure, budget, ok: figure.median <= budget };
}

function quickstartIn(folder, name) {
  const manifest = readFileSync(join(root, "examples", "quickstart", "mesh.yaml"), "utf8");
  return manifestIn(join(folder, name), manifest);
}

function manifestIn(folder, text) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "mesh.yaml"), text);
  return folder;
}

/** A mesh as it was applied, and a manifest beside it that says something else of one domain. */
async function changedMesh(folder, record) {
  const text = generateManifest(brokers);
  const path = manifestIn(join(folder, "plan-changed"), text);
  await record(path);
  // Where what was written were not what a manifest comes to, all of the mesh would be planned.
  if (planOf(path).changes.length > 0) throw new Error("what is recorded is not what the manifest says");
  manifestIn(path, changedManifest(text));
  const flows = new Set(planOf(path).changes.flatMap((change) => change.flows));
  if (flows.size < leastFlows) throw new Error(`only ${flows.size} flows are of what changes`);
  return path;
}

function planOf(manifest) {
  const run = spawnSync(process.execPath, [meshc, "plan", manifest, "--json"], {
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  if (run.status !== 0) throw new Error(`plan ended with ${run.status}: ${run.stderr}`);
  return JSON.parse(run.stdout);
}
