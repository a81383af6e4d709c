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

/** A diagnostic by its code and the line that it points at. */
export interface Found {
  readonly code: string;
  readonly line: number;
}

/** Analyzes one manifest text, for deployment unless said otherwise. */
export function analyzeText(text: string, options: Partial<AnalyzeOptions> = {}): Result<Analysis> {
  const reader = memoryReader({ "mesh.yaml": text });
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

/** Analyzes a manifest that must report exactly these errors, in any order; gives back what was said. */
export function expectErrors(
  text: string,
  expected: readonly Found[],
  options: Partial<AnalyzeOptions> = {},
): readonly Diagnostic[] {
  const errors = analyzeText(text, options).diagnostics.filter(({ severity }) => severity === "error");
  expect(found(errors)).toEqual(sorted(expected));
  return errors;
}

/** Codes and lines of diagnostics, sorted by line and code. */
export function found(diagnostics: readonly Diagnostic[]): readonly Found[] {
  return sorted(diagnostics.map((diagnostic) => ({ code: diagnostic.code, line: lineOf(diagnostic) })));
}

function sorted(list: readonly Found[]): readonly Found[] {
  return list.toSorted((a, b) => a.line - b.line || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
}

function lineOf({ at }: Diagnostic): number {
  return at ? positionAt(at.file, at.start).line : 0;
}

function describe(diagnostic: Diagnostic): string {
  return `${lineOf(diagnostic)}: ${diagnostic.code} ${diagnostic.message}`;
}
