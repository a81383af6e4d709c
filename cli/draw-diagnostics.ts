import type { Diagnostic } from "../compiler/diagnostics/diagnostic.ts";
import type { Invocation } from "./command-spec.ts";
import type { ManifestPath } from "./manifest-path.ts";
import type { Output } from "./terminal.ts";
import { wantsColor } from "./terminal.ts";
import { diagnosticsText } from "./views/diagnostics-text.ts";
import { paint } from "./views/paint.ts";

const usualLimit = 20;

/** Draws diagnostics for people, as the command's options and the output want them. */
export function drawDiagnostics(
  diagnostics: readonly Diagnostic[],
  path: ManifestPath,
  { options, terminal }: Invocation,
  output: Output,
): string {
  return diagnosticsText(diagnostics, {
    paint: paint(wantsColor(terminal, output, options.color)),
    prefix: path.prefix,
    limit: options["all"] === true ? Number.POSITIVE_INFINITY : usualLimit,
  });
}
