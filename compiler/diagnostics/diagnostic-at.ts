import type { Span } from "../source/source-file.ts";
import type { Code } from "./code.ts";
import type { Diagnostic, Related } from "./diagnostic.ts";

/** A diagnostic of a code at a place of a source file; without one where no file can be named. */
export function diagnosticAt<P>(
  code: Code<P>,
  parameters: P,
  at?: Span,
  related: readonly Related[] = [],
): Diagnostic {
  return {
    code: code.code,
    severity: code.severity,
    message: code.message(parameters),
    help: code.help(parameters),
    ...(at ? { at } : {}),
    related,
  };
}
