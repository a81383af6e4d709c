import type { Severity } from "./diagnostic.ts";

/**
 * A kind of diagnostic. `P` names what its message speaks of, so that a missing parameter does not compile.
 * Each has a page `docs/diagnostics/<code>.md` and a failing fixture, which the tests demand.
 */
export interface Code<P> {
  readonly code: string;
  readonly severity: Severity;
  /** A short noun phrase for lists, such as "unknown key". */
  readonly title: string;
  readonly message: (parameters: P) => string;
  readonly help: (parameters: P) => string;
}

/** Declares a code; only there so that `P` is inferred from the message function. */
export function defineCode<P>(code: Code<P>): Code<P> {
  return code;
}
