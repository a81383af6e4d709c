import { expect } from "vitest";
import type { Analysis, AnalyzeOptions } from "../../compiler/compile.ts";
import { analyze } from "../../compiler/compile.ts";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { positionAt } from "../../compiler/source/source-file.ts";
import { engines } from "../../targets/engines/index.ts";
import { memoryReader } from "./memory-reader.ts";

/** The day on which tests analyze, unless they say another. */
export const today = "2026-06-15";

/** Analyzes one manifest text, for deployment unless said otherwise; `files` are what it names. */
export function analyzeText(
  text: string,
  options: Partial<AnalyzeOptions> = {},
  files: Readonly<Record<string, string>> = {},
): Result<Analysis> {
  const reader = memoryReader({ ...files, "mesh.yaml": text });
  return analyze("mesh.yaml", reader, { overlays: [], today, mode: "deploy", engines, ...options });
}

/** Analyzes a manifest that must have no errors; warnings are in the result. */
export function expectValid(
  text: string,
  options: Partial<AnalyzeOptions> = {},
): Analysis & { readonly warnings: readonly Diagnostic[] } {
  const result = analyzeText(text, options);
  expect(result.diagnostics.filter(({ severity }) => severity === "error").map(describe)).toEqual([]);
  if (!result.ok) throw new Error("a manifest without errors gave no analysis");
  return { ...result.value, warnings: result.diagnostics };
}

/**
 * Analyzes a manifest that must report, errors and warnings together, exactly what its lines announce by
 * `# ERROR: CODE[, CODE]` or `# WARNING: CODE` at their ends; gives back what was said.
 */
export function expectMarked(text: string, options: Partial<AnalyzeOptions> = {}): readonly Diagnostic[] {
  const { diagnostics } = analyzeText(text, options);
  expect(diagnostics.map(at).toSorted(), diagnostics.map(describe).join("\n")).toEqual(marks(text));
  return diagnostics;
}

function marks(text: string): readonly string[] {
  const marked = text.split("\n").flatMap((line, index) => {
    const codes = /# (?:ERROR|WARNING): ([A-Z0-9, ]+)$/.exec(line)?.[1]?.split(/[ ,]+/) ?? [];
    return codes.map((code) => `${index + 1} ${code}`);
  });
  return marked.toSorted();
}

function at(diagnostic: Diagnostic): string {
  return `${lineOf(diagnostic)} ${diagnostic.code}`;
}

function lineOf({ at }: Diagnostic): number {
  return at ? positionAt(at.file, at.start).line : 0;
}

function describe(diagnostic: Diagnostic): string {
  return `${lineOf(diagnostic)}: ${diagnostic.code} ${diagnostic.message}`;
}
