/**
 * One text that was read: its name relative to the folder of the root file (with `/`), and its characters.
 * Line starts are computed on first use, since most files never need a diagnostic.
 */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
}

/** A stretch of a source file; `start` and `end` are zero-based UTF-16 offsets, `end` exclusive. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** One-based line and column (columns count UTF-16 code units, as editors do). */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStartsOf = new WeakMap<SourceFile, readonly number[]>();

/** Offsets at which each line begins; LF, CRLF and lone CR end a line. Computed once a file. */
export function lineStarts(file: SourceFile): readonly number[] {
  const known = lineStartsOf.get(file);
  if (known) return known;
  const starts = [0];
  const { text } = file;
  for (let index = 0; index < text.length; index++) {
    const c = text.charCodeAt(index);
    if (c === 10 || (c === 13 && text.charCodeAt(index + 1) !== 10)) starts.push(index + 1);
  }
  lineStartsOf.set(file, starts);
  return starts;
}

/** The line and column of an offset, found by binary search. */
export function positionAt(file: SourceFile, offset: number): Position {
  const starts = lineStarts(file);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}
