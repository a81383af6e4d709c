import type { Span } from "../../compiler/source/source-file.ts";
import { positionAt } from "../../compiler/source/source-file.ts";

/** Where a span begins and ends; lines and columns from 1, the end exclusive. `file` as the caller wants it shown. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Turns a span into lines and columns. `prefix` goes before the file's name, such as `infra/`. */
export function locationOf(span: Span, prefix = ""): Location {
  const start = positionAt(span.file, span.start);
  const end = positionAt(span.file, Math.max(span.start, span.end));
  return {
    file: prefix + span.file.name,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}
