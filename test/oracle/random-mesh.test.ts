import { expect, test } from "vitest";
import { decide } from "./decide.ts";
import { randomMesh } from "./random-mesh.ts";
import { plainManifest, variedManifest } from "./to-manifest.ts";

const meshes = Number(process.env["ORACLE_STATISTICS"] ?? 10_000);

/** Rules that have to be broken in at least 5 % of the meshes; the others show up as often as they do. */
const rules = ["reference", "sharing", "residency", "loop", "unreachable", "maxHops", "forbid"];

test("a seed always gives the same mesh and the same manifest", () => {
  for (const seed of [0, 1, 77, 2 ** 31]) {
    expect(randomMesh(seed)).toEqual(randomMesh(seed));
    expect(variedManifest(randomMesh(seed), seed)).toEqual(variedManifest(randomMesh(seed), seed));
  }
});

test("manifests are written in many ways", () => {
  const texts = Array.from({ length: 100 }, (_, seed) => variedManifest(randomMesh(seed), seed));
  const holding = (word: string) => texts.filter((files) => JSON.stringify(files).includes(word)).length;
  expect(holding("defaults")).toBeGreaterThan(30);
  expect(holding("$(row)")).toBeGreaterThan(30);
  expect(holding("parts/")).toBeGreaterThan(30);
  expect(holding("rows/")).toBeGreaterThan(5);
  expect(Object.keys(plainManifest(randomMesh(0)))).toEqual(["mesh.yaml"]);
});

test("random meshes break every rule often enough, and are right often enough", { timeout: 240_000 }, () => {
  const counts = new Map<string, number>();
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
  for (let seed = 0; seed < meshes; seed++) {
    const { errors, warnings, flows } = decide(randomMesh(seed));
    if (errors.length === 0) count("right");
    if (errors.length === 0 && warnings.length > 0) count("right with warnings");
    if (flows.some(({ path }) => path.length > 3)) count("right with long paths");
    for (const category of new Set(errors.map((error) => error.category))) count(category);
  }
  const share = (what: string) => (counts.get(what) ?? 0) / meshes;
  const lines = [...counts.keys()].toSorted().map((what) => `${what} ${(100 * share(what)).toFixed(1)} %`);
  console.log(`${meshes} random meshes: ${lines.join(", ")}`);
  expect(share("right")).toBeGreaterThan(0.3);
  for (const rule of rules) expect([rule, share(rule) >= 0.05]).toEqual([rule, true]);
});
