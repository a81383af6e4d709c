import type { Diagnostic, Related } from "../../compiler/diagnostics/diagnostic.ts";
import type { Span } from "../../compiler/source/source-file.ts";
import { lineStarts } from "../../compiler/source/source-file.ts";
import { locationOf } from "./location.ts";
import type { Paint } from "./paint.ts";
import { visible } from "./visible.ts";

/** How diagnostics are drawn for people. */
export interface TextOptions {
  readonly paint: Paint;
  /** Goes before file names, which are relative to the manifest's folder. */
  readonly prefix: string;
  /** Most diagnostics to draw; the rest are counted. */
  readonly limit: number;
}

const widest = 160;

/** Draws diagnostics with their source lines, a caret, help and notes, and a line that counts them. */
export function diagnosticsText(diagnostics: readonly Diagnostic[], options: TextOptions): string {
  if (diagnostics.length === 0) return "";
  const shown = diagnostics.slice(0, options.limit).map((diagnostic) => draw(diagnostic, options));
  const hidden = diagnostics.length - shown.length;
  const more = hidden > 0 ? `… and ${hidden} more; --all shows them\n` : "";
  return `${shown.join("\n")}\n${more}${count(diagnostics, options.paint)}\n`;
}

function draw(diagnostic: Diagnostic, { paint, prefix }: TextOptions): string {
  const color = diagnostic.severity === "error" ? paint.error : paint.warning;
  const where = diagnostic.at ? `${place(diagnostic.at, prefix)} ` : "";
  const [first = "", ...rest] = diagnostic.message.split(/\r?\n/);
  const lines = [
    `${paint.strong(where)}${color(`${diagnostic.severity} ${diagnostic.code}:`)} ${visible(first)}`,
    ...rest.map((line) => quoted(line, paint)),
  ];
  if (diagnostic.at) lines.push(...excerpt(diagnostic.at, color, paint));
  lines.push(`  ${paint.strong("help:")} ${visible(diagnostic.help)}`);
  for (const related of diagnostic.related) lines.push(note(related, prefix, paint));
  return `${lines.join("\n")}\n`;
}

/**
 * A further line of a message, such as one of a server's log. Blanks alone before it would not do: a line that begins with
 * two colons behind them can be a command to the runner of a pipeline.
 */
function quoted(line: string, paint: Paint): string {
  return `  ${paint.faint("|")} ${visible(line.replace(/^ {2}/, ""))}`;
}

function note(related: Related, prefix: string, paint: Paint): string {
  return `  ${place(related.at, prefix)} ${paint.strong("note:")} ${visible(related.message)}`;
}

function place(span: Span, prefix: string): string {
  const { file, line, column } = locationOf(span, prefix);
  // A line that begins with two colons can be a command to the runner of a pipeline.
  return `${file.startsWith(":") ? "./" : ""}${visible(file)}:${line}:${column}`;
}

/** The source line with a caret below what is meant; a long line is cut around it. */
function excerpt(span: Span, color: (text: string) => string, paint: Paint): readonly string[] {
  const { line, column, endLine, endColumn } = locationOf(span);
  const text = lineText(span, line);
  if (text === undefined) return [];
  const last = endLine === line ? Math.max(column + 1, endColumn) : text.length + 1;
  const from = column > widest - 40 ? column - 40 : 0;
  const before = visible(text.slice(from, column - 1));
  const marked = visible(text.slice(column - 1, Math.min(last - 1, from + widest)));
  const after = visible(text.slice(Math.min(last - 1, from + widest), from + widest));
  const gutter = String(line);
  const blank = " ".repeat(gutter.length);
  const cut = from > 0 ? "…" : "";
  return [
    `  ${paint.faint(`${gutter} |`)} ${cut}${before}${marked}${after}`,
    `  ${paint.faint(`${blank} |`)} ${" ".repeat(width(cut + before))}${color("^".repeat(Math.max(1, width(marked))))}`,
  ];
}

function lineText(span: Span, line: number): string | undefined {
  const starts = lineStarts(span.file);
  const start = starts[line - 1];
  if (start === undefined) return undefined;
  return span.file.text.slice(start, starts[line] ?? span.file.text.length).replace(/[\r\n]+$/, "");
}

/** Columns that text takes: letters that stand for one another take none, wide ones two. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/\p{Mn}/u.test(character)) continue;
    columns +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return columns;
}

function count(diagnostics: readonly Diagnostic[], paint: Paint): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  const parts: string[] = [];
  if (errors > 0) parts.push(paint.error(`${errors} error${errors === 1 ? "" : "s"}`));
  if (warnings > 0) parts.push(paint.warning(`${warnings} warning${warnings === 1 ? "" : "s"}`));
  return parts.join(", ");
}
