import * as codes from "../diagnostics/codes/load.ts";
import type { Node } from "../model/documents.ts";
import { decode } from "../source/decode.ts";
import { limits } from "../source/limits.ts";
import { parseYaml } from "../source/parse-yaml.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import type { ReadOutcome } from "../source/source-reader.ts";
import type { LoadContext } from "./load-context.ts";

/** A file that was read: its text, and its document unless that is missing or was refused. */
export interface YamlFile {
  readonly file: SourceFile;
  readonly node?: Node;
}

/**
 * Reads and parses one file. What stands in the way is reported at `from`, the place that names the file; what is
 * wrong inside is reported at its own place.
 */
export function readYaml(
  context: LoadContext,
  name: string,
  role: codes.FileRole,
  from?: Span,
): YamlFile | undefined {
  const outcome = context.reader[isNamedByUser(role) ? "readNamed" : "read"](name, limits.fileBytes);
  if (outcome.kind !== "ok") {
    reportUnread(context, name, role, outcome, from);
    return undefined;
  }
  if (!context.affordsBytes(outcome.bytes.length)) {
    context.report(codes.filesTooLarge, { file: name, limitMiB: limits.totalBytes / 1024 / 1024 }, from);
    return undefined;
  }
  const { text, invalidAt } = decode(outcome.bytes);
  const file: SourceFile = { name, text };
  context.files.push(file);
  if (invalidAt !== undefined) {
    context.report(codes.notUtf8, { file: name }, { file, start: invalidAt, end: invalidAt + 1 });
    return { file };
  }
  return parseFile(context, file);
}

function parseFile(context: LoadContext, file: SourceFile): YamlFile {
  const { node, values, diagnostics } = parseYaml(file);
  context.diagnostics.push(...diagnostics);
  const top = { file, start: 0, end: Math.min(1, file.text.length) };
  if (diagnostics.length > 0 || !context.affordsValues(values, top)) return { file };
  return node ? { file, node } : { file, node: { kind: "scalar", value: null, span: top } };
}

/** Those of the command line may lie anywhere. */
function isNamedByUser(role: codes.FileRole): boolean {
  return role === "root" || role === "overlay";
}

function reportUnread(
  context: LoadContext,
  file: string,
  role: codes.FileRole,
  outcome: Exclude<ReadOutcome, { kind: "ok" }>,
  from: Span | undefined,
): void {
  switch (outcome.kind) {
    case "missing":
      return context.report(codes.fileMissing, { file: outcome.path ?? file, role }, from);
    case "not-a-file":
      return context.report(codes.notAFile, { file, what: outcome.what }, from);
    case "too-large":
      return context.report(codes.fileTooLarge, { file, limitMiB: limits.fileBytes / 1024 / 1024 }, from);
    case "unreadable":
      return context.report(codes.fileUnreadable, { file, reason: outcome.reason }, from);
    case "outside":
      return context.report(codes.fileOutside, { file }, from);
  }
}
