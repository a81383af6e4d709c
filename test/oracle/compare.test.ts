import { expect, test } from "vitest";
import { differences } from "./compare.ts";
import { decide } from "./decide.ts";
import { randomMesh } from "./random-mesh.ts";
import { runCompiler } from "./run-compiler.ts";
import { plainManifest, variedManifest } from "./to-manifest.ts";

const meshes = Number(process.env["ORACLE_MESHES"] ?? 500);
const first = Number(process.env["ORACLE_FIRST_SEED"] ?? 0);

/** Where the compiler and the oracle differ about the mesh of a seed. */
function differencesFor(seed: number): readonly string[] {
  const mesh = randomMesh(seed);
  const verdict = decide(mesh);
  const about = differences(verdict, runCompiler(variedManifest(mesh, seed)));
  if (about.length === 0) return [];
  const plain = differences(verdict, runCompiler(plainManifest(mesh)));
  const how =
    plain.length > 0 ? "however it is written" : "as it is written with includes, defaults and each";
  return [`mesh ${seed}, ${how}:`, ...about.slice(0, 5)];
}

test(
  `the compiler says of ${meshes} random meshes what the oracle says of them`,
  { timeout: 60_000 + 60 * meshes },
  () => {
    const about: string[] = [];
    let unlike = 0;
    for (let seed = first; seed < first + meshes; seed++) {
      const found = differencesFor(seed);
      if (found.length > 0) unlike++;
      if (unlike <= 10) about.push(...found);
    }
    console.log(JSON.stringify({ passed: meshes - unlike, failed: unlike, meshes }));
    expect(about).toEqual([]);
  },
);
