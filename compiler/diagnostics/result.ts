import type { Diagnostic } from "./diagnostic.ts";

/** What a phase returns: its value unless an error was found, and everything that it found. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** A result that succeeds unless one of the diagnostics is an error. */
export function resultOf<T>(value: T, diagnostics: readonly Diagnostic[]): Result<T> {
  return hasErrors(diagnostics) ? { ok: false, diagnostics } : { ok: true, value, diagnostics };
}

/** Whether any of the diagnostics is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/** Runs the next phase on a value that succeeded and joins what both found. */
export function andThen<A, B>(first: Result<A>, next: (value: A) => Result<B>): Result<B> {
  if (!first.ok) return first;
  const second = next(first.value);
  return { ...second, diagnostics: [...first.diagnostics, ...second.diagnostics] };
}
