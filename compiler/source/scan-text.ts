import { forbiddenCharacter, tooManyValues, yamlDirective } from "../diagnostics/codes/load.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnosticAt } from "../diagnostics/diagnostic-at.ts";
import { limits } from "./limits.ts";
import type { SourceFile } from "./source-file.ts";

/**
 * Control characters but tab, LF and CR; byte order mark; the two non-characters that YAML excludes. Next line
 * (U+0085) is among them, since some readers of the artifacts take it for a line end.
 */
const forbidden = /[^\P{Cc}\t\n\r]|[\ufeff\ufffe\uffff]|\p{Surrogate}/gu;

/** Blank lines and comments, after which a directive would stand. */
const head = /^(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*/;

/** Code points of a string that no manifest may hold, with their offsets; at most `limits.diagnosticsPerFile`. */
export function forbiddenCharacters(
  text: string,
): readonly { readonly codePoint: number; readonly offset: number }[] {
  const found = [];
  forbidden.lastIndex = 0;
  for (let match = forbidden.exec(text); match; match = forbidden.exec(text)) {
    found.push({ codePoint: match[0].codePointAt(0) ?? 0, offset: match.index });
    if (found.length === limits.diagnosticsPerFile) break;
  }
  return found;
}

/** What can be refused before the parser sees a text, so that nothing in it can steer or exhaust the parser. */
export function scanText(file: SourceFile): readonly Diagnostic[] {
  const diagnostics = forbiddenCharacters(file.text).map(({ codePoint, offset }) =>
    diagnosticAt(forbiddenCharacter, { codePoint }, { file, start: offset, end: offset + 1 }),
  );
  const start = head.exec(file.text)?.[0].length ?? 0;
  if (file.text[start] === "%") {
    const directive = /^[^\r\n]*/.exec(file.text.slice(start, start + 200))?.[0].trimEnd() ?? "%";
    diagnostics.push(
      diagnosticAt(yamlDirective, { directive }, { file, start, end: start + directive.length }),
    );
  }
  if (moreValuesThan(limits.values, file.text)) {
    const end = Math.min(file.text.length, 1);
    diagnostics.push(diagnosticAt(tooManyValues, { limit: limits.values }, { file, start: 0, end }));
  }
  return diagnostics;
}

/**
 * An upper bound of the values in a text from the characters between which they stand (line ends, commas, colons,
 * brackets, dashes), two for each value: the parser keeps about 100 bytes for each event and cannot be told to stop.
 */
function moreValuesThan(limit: number, text: string): boolean {
  if (text.length < limit * 2) return false;
  let marks = 0;
  for (let index = 0; index < text.length; index++) {
    const c = text.charCodeAt(index);
    if (c === 10 || c === 13 || c === 44 || c === 58 || c === 91 || c === 123 || c === 45 || c === 63)
      marks++;
  }
  return marks > limit * 2;
}
