import type { AbstractMesh } from "./abstract-mesh.ts";
import { differences } from "./compare.ts";
import { decide } from "./decide.ts";
import type { HandMade } from "./hand-made.ts";
import { randomMesh } from "./random-mesh.ts";
import { runCompiler } from "./run-compiler.ts";
import type { ManifestFiles } from "./to-manifest.ts";
import { plainManifest, variedManifest } from "./to-manifest.ts";
import type { Verdict } from "./verdict.ts";

/** How many meshes were compared, about how many the two differed, and what about the first of them. */
export interface Comparison {
  readonly meshes: number;
  readonly unlike: number;
  readonly about: readonly string[];
}

/** Meshes whose differences are told; of the others only the number. */
const mostTold = 10;

/** Told of every mesh that is compared. */
type Look = (mesh: AbstractMesh, verdict: Verdict) => void;

/**
 * Compares the compiler with the oracle on the meshes of `count` seeds from `first` on, and stops where it has found as
 * many differences as asked for.
 */
export function compareMeshes(first: number, count: number, look?: Look, enough = Infinity): Comparison {
  const about: string[] = [];
  let unlike = 0;
  let seed = first;
  while (seed < first + count && unlike < enough) {
    const found = differencesFor(seed++, look);
    if (found.length === 0) continue;
    unlike++;
    if (unlike <= mostTold) about.push(...found);
  }
  return { meshes: seed - first, unlike, about };
}

/** Compares the compiler with the oracle on meshes made by hand, and stops at the first about which they differ. */
export function compareHandMade(made: readonly HandMade[]): Comparison {
  for (const [index, { name, mesh }] of made.entries()) {
    const about = judged(decide(mesh), plainManifest(mesh));
    if (about.length > 0) return { meshes: index + 1, unlike: 1, about: [`${name}:`, ...about.slice(0, 5)] };
  }
  return { meshes: made.length, unlike: 0, about: [] };
}

function differencesFor(seed: number, look?: Look): readonly string[] {
  const mesh = randomMesh(seed);
  const verdict = decide(mesh);
  look?.(mesh, verdict);
  const about = judged(verdict, variedManifest(mesh, seed));
  if (about.length === 0) return [];
  const plain = judged(verdict, plainManifest(mesh));
  const how =
    plain.length > 0 ? "however it is written" : "as it is written with includes, defaults and each";
  return [`mesh ${seed}, ${how}:`, ...about.slice(0, 5)];
}

/** A compiler that throws differs from every verdict. */
function judged(verdict: Verdict, files: ManifestFiles): readonly string[] {
  try {
    return differences(verdict, runCompiler(files));
  } catch (thrown) {
    return [`the compiler threw: ${thrown instanceof Error ? thrown.message : String(thrown)}`];
  }
}
