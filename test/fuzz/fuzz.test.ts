import { expect, test } from "vitest";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { positionAt } from "../../compiler/source/source-file.ts";
import { errorFixtures } from "../harness/error-fixtures.ts";
import { createDice } from "../oracle/dice.ts";
import { randomMesh } from "../oracle/random-mesh.ts";
import { plainManifest } from "../oracle/to-manifest.ts";
import { type Phase, runPhases } from "./run-phases.ts";
import { type FuzzSeed, fuzzSeeds, mutant } from "./seeds.ts";

const count = Number(process.env["FUZZ_MANIFESTS"] ?? 500);

/** From how many manifests on every code is expected to have been seen. */
const enough = 10_000;

/** A random mesh or another manifest, changed. */
function mutantOf(seeds: readonly FuzzSeed[], number: number): FuzzSeed {
  const dice = createDice(number);
  const text = plainManifest(randomMesh(number))["mesh.yaml"] ?? "";
  const random = { root: "mesh.yaml", files: { "mesh.yaml": new TextEncoder().encode(text) }, overlays: [] };
  return mutant(dice.chance(0.6) ? random : dice.pick(seeds), dice);
}

/** Codes that some manifest of the fixtures shows. */
function codesOfFixtures(): ReadonlySet<string> {
  return new Set(errorFixtures().flatMap(({ marks }) => marks.map(({ code }) => code)));
}

/** What is wrong with how an error is told, or nothing. */
function badlyTold({ severity, message, help, at }: Diagnostic): string | undefined {
  if (severity !== "error") return undefined;
  if (!at) return `no place: ${message}`;
  const { line, column } = positionAt(at.file, at.start);
  const inside =
    at.start >= 0 && at.start <= at.end && at.end <= at.file.text.length && line > 0 && column > 0;
  if (!inside) return `a place outside the file: ${message}`;
  if (/\n\s+at |TypeError|RangeError|\[object |\bNaN\b/.test(message))
    return `a message for programmers: ${message}`;
  return message.length > 0 && help.length > 0 ? undefined : "an empty message";
}

test(
  `${count} mutated manifests are each compiled or refused with a place, and none crashes`,
  { timeout: 1_200_000 },
  () => {
    const seeds = fuzzSeeds();
    const reached: Record<Phase, number> = { load: 0, validate: 0, understand: 0, compile: 0, done: 0 };
    const codes = new Map<string, number>();
    const faults: string[] = [];
    for (let seed = 0; seed < count; seed++) {
      try {
        const { phase, diagnostics } = runPhases(mutantOf(seeds, seed));
        reached[phase] += 1;
        for (const { code } of diagnostics) codes.set(code, (codes.get(code) ?? 0) + 1);
        if (phase !== "done" && !diagnostics.some(({ severity }) => severity === "error"))
          faults.push(`${seed}: refused in silence`);
        faults.push(
          ...diagnostics
            .flatMap((diagnostic) => badlyTold(diagnostic) ?? [])
            .map((fault) => `${seed}: ${fault}`),
        );
      } catch (error) {
        faults.push(`${seed}: ${String(error)}`);
      }
    }
    const counted = [...codes]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, times]) => `${code} ${times}`);
    console.log(`phases reached: ${JSON.stringify(reached)}\ncodes: ${counted.join(", ")}`);
    const failed = new Set(faults.map((fault) => fault.split(":")[0])).size;
    console.log(`\n${JSON.stringify({ passed: count - failed, failed, ...reached, codes: codes.size })}`);
    expect(faults.slice(0, 20)).toEqual([]);
    const unseen = [...codesOfFixtures()].filter((code) => !codes.has(code));
    if (count >= enough) expect(unseen).toEqual([]);
    expect(reached.understand + reached.compile + reached.done).toBeGreaterThanOrEqual(count / 2);
  },
);
