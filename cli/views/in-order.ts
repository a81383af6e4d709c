import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { compare } from "../../compiler/model/compare.ts";

/** Errors before warnings, each by file and place, so that the same findings are always shown in the same order. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) =>
      compare(a.severity, b.severity) ||
      compare(a.at?.file.name ?? "", b.at?.file.name ?? "") ||
      (a.at?.start ?? 0) - (b.at?.start ?? 0) ||
      compare(a.code, b.code) ||
      compare(a.message, b.message),
  );
}
