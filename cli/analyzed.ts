import type { Analysis } from "../compiler/compile.ts";
import type { CompileMode } from "../compiler/target.ts";
import { analyzeManifest } from "./analysis.ts";
import type { Invocation } from "./command-spec.ts";
import { drawDiagnostics } from "./draw-diagnostics.ts";
import type { ManifestPath } from "./manifest-path.ts";
import { manifestPath } from "./manifest-path.ts";

/** A manifest that a command goes on to work with. */
export interface Analyzed {
  readonly path: ManifestPath;
  readonly analysis: Analysis;
}

/**
 * The analyzed manifest of a command whose result is something else: what was found is drawn to standard error, with
 * `--quiet` errors only.
 * `undefined` where there were errors. `operand` is the manifest's path where the command takes one.
 */
export function analyzed(
  invocation: Invocation,
  mode: CompileMode,
  operand: string | undefined,
): Analyzed | undefined {
  const path = manifestPath(invocation, operand);
  const result = analyzeManifest(path, invocation, mode);
  const { terminal, options } = invocation;
  const told = result.diagnostics.filter(({ severity }) => severity === "error" || !options.quiet);
  terminal.err.write(drawDiagnostics(told, path, invocation, terminal.err));
  return result.ok ? { path, analysis: result.value } : undefined;
}
