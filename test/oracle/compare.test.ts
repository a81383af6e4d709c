import { expect, test } from "vitest";
import { allHandMade } from "./all-hand-made.ts";
import { createCensus, rules } from "./census.ts";
import { differences } from "./compare.ts";
import { compareMeshes } from "./comparison.ts";
import { decide } from "./decide.ts";
import { runCompiler } from "./run-compiler.ts";
import { plainManifest } from "./to-manifest.ts";

const meshes = Number(process.env["ORACLE_MESHES"] ?? 300);
const first = Number(process.env["ORACLE_FIRST_SEED"] ?? 0);

test("the compiler says of every mesh that is made by hand what the oracle says of it", () => {
  for (const { name, mesh } of allHandMade) {
    expect([name, ...differences(decide(mesh), runCompiler(plainManifest(mesh)))]).toEqual([name]);
  }
});

/** Of fewer meshes it may be chance that a rule is seldom broken. */
const enoughForShares = 2_000;

test(
  `the compiler says of ${meshes} random meshes what the oracle says of them`,
  { timeout: 60_000 + 60 * meshes },
  () => {
    const { count, share, told } = createCensus();
    const { unlike, about } = compareMeshes(first, meshes, count);
    const lines = [{ passed: meshes - unlike, failed: unlike, meshes }, told()];
    console.log(`\n${lines.map((line) => JSON.stringify(line)).join("\n")}`);
    expect(about).toEqual([]);
    if (meshes < enoughForShares) return;
    for (const rule of Object.keys(rules)) expect([rule, share(rule) >= 0.05]).toEqual([rule, true]);
  },
);
