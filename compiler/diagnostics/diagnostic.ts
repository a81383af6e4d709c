import type { Span } from "../source/source-file.ts";

/** `error` stops the compiler at the end of the phase; `warning` never does. */
export type Severity = "error" | "warning";

/** A second place that explains a diagnostic, such as the declaration that it contradicts. */
export interface Related {
  readonly message: string;
  readonly at: Span;
}

/** One thing found about the user's input. Plain data: drawing it is the command line's work. */
export interface Diagnostic {
  /** Stable code, `MESH` and four digits; never reused, never renamed. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** What to do about it, one or two sentences. */
  readonly help: string;
  /** Absent only where no file can be named (the output folder, the machine). */
  readonly at?: Span;
  readonly related: readonly Related[];
}
