import { tooManyValues } from "../diagnostics/codes/load.ts";
import type { Code } from "../diagnostics/code.ts";
import type { Diagnostic, Related } from "../diagnostics/diagnostic.ts";
import { diagnosticAt } from "../diagnostics/diagnostic-at.ts";
import type { MapNode } from "../model/documents.ts";
import { limits } from "../source/limits.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import type { SourceReader } from "../source/source-reader.ts";

/** What the steps of loading share: the files read so far, what was found, and how much may still be taken in. */
export interface LoadContext {
  readonly reader: SourceReader;
  /** All files read, the root file first. */
  readonly files: SourceFile[];
  readonly diagnostics: Diagnostic[];
  /** What was worked into other parts so far, see `Documents`. */
  readonly workedIn: MapNode[];
  report<P>(code: Code<P>, parameters: P, at?: Span, related?: readonly Related[]): void;
  /** Counts bytes read. False where that is more than all files together may have. */
  affordsBytes(bytes: number): boolean;
  /** Counts values. False, and reported once, where that is more than a manifest may have. */
  affordsValues(values: number, at: Span): boolean;
}

/** A context that has read nothing yet. */
export function createLoadContext(reader: SourceReader): LoadContext {
  const diagnostics: Diagnostic[] = [];
  let bytesLeft: number = limits.totalBytes;
  let valuesLeft: number = limits.values;
  return {
    reader,
    files: [],
    diagnostics,
    workedIn: [],
    report(code, parameters, at, related) {
      diagnostics.push(diagnosticAt(code, parameters, at, related));
    },
    affordsBytes(bytes) {
      bytesLeft -= bytes;
      return bytesLeft >= 0;
    },
    affordsValues(values, at) {
      const before = valuesLeft;
      valuesLeft -= values;
      if (before >= 0 && valuesLeft < 0) {
        diagnostics.push(diagnosticAt(tooManyValues, { limit: limits.values }, at));
      }
      return valuesLeft >= 0;
    },
  };
}
