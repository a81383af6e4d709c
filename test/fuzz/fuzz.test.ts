import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { positionAt } from "../../compiler/source/source-file.ts";
import { createDice } from "../oracle/dice.ts";
import { randomMesh } from "../oracle/random-mesh.ts";
import { plainManifest } from "../oracle/to-manifest.ts";
import type { Data } from "./leaves.ts";
import { mutateData, mutateText } from "./mutate.ts";
import { type Phase, runPhases } from "./run-phases.ts";
import { seedTexts } from "./seeds.ts";

const count = Number(process.env["FUZZ_MANIFESTS"] ?? 1000);

/** A manifest that may be anything: most are changed as data, the rest as text. */
function mutant(seeds: readonly string[], seed: number): string {
  const dice = createDice(seed);
  const random = plainManifest(randomMesh(seed))["mesh.yaml"] ?? "";
  const text = dice.chance(0.6) ? random : dice.pick([random, ...seeds]);
  if (dice.chance(0.15)) return mutateText(text, dice);
  try {
    return stringify(mutateData(parse(text) as Data, dice));
  } catch {
    return mutateText(text, dice);
  }
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
    const seeds = seedTexts();
    const reached: Record<Phase, number> = { load: 0, validate: 0, understand: 0, compile: 0, done: 0 };
    const codes = new Map<string, number>();
    const faults: string[] = [];
    for (let seed = 0; seed < count; seed++) {
      const text = mutant(seeds, seed);
      try {
        const { phase, diagnostics } = runPhases(text);
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
    expect(reached.understand + reached.compile + reached.done).toBeGreaterThanOrEqual(count / 2);
  },
);
