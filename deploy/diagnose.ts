import type { Code } from "../compiler/diagnostics/code.ts";
import type { Diagnostic } from "../compiler/diagnostics/diagnostic.ts";
import type { Result } from "../compiler/diagnostics/result.ts";
import type { Span } from "../compiler/source/source-file.ts";

/** A diagnostic about this machine or the state, which stands in no manifest unless a place is given. */
export function diagnose<P>(code: Code<P>, parameters: P, at?: Span): Diagnostic {
  return {
    code: code.code,
    severity: code.severity,
    message: code.message(parameters),
    help: code.help(parameters),
    ...(at && { at }),
    related: [],
  };
}

/** A failure for one reason. */
export function failure<P>(code: Code<P>, parameters: P): Extract<Result<never>, { readonly ok: false }> {
  return { ok: false, diagnostics: [diagnose(code, parameters)] };
}

/** A success with nothing to say. */
export function success<T>(value: T): Extract<Result<T>, { readonly ok: true }> {
  return { ok: true, value, diagnostics: [] };
}
