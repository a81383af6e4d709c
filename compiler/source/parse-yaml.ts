import { parseEvents, YAMLException } from "js-yaml";
import { tooDeep, yamlSyntax } from "../diagnostics/codes/load.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnosticAt } from "../diagnostics/diagnostic-at.ts";
import { invariant } from "../diagnostics/invariant.ts";
import type { Node } from "../model/documents.ts";
import { buildNodes } from "./build-nodes.ts";
import { limits } from "./limits.ts";
import { scanText } from "./scan-text.ts";
import type { SourceFile } from "./source-file.ts";

/** A parsed file: its only document, absent where the file is empty or unreadable as YAML. */
export interface ParsedYaml {
  readonly node?: Node;
  /** Values in the document, aliases counted with what they stand for. */
  readonly values: number;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses one YAML 1.2 document of the core schema; every value and key keeps its place. Refused, each at its place:
 * directives, tags, merge keys, second documents, keys that are no text or given twice, `__proto__` and its like,
 * forbidden characters (escaped ones too), and what is beyond the limits.
 */
export function parseYaml(file: SourceFile): ParsedYaml {
  const refused = scanText(file);
  if (refused.length > 0) return { values: 0, diagnostics: refused };
  try {
    return buildNodes(file, parseEvents(file.text, { maxDepth: limits.depth + 10 }));
  } catch (error) {
    invariant(error instanceof YAMLException, `the YAML parser threw ${String(error)}`);
    return { values: 0, diagnostics: [syntaxError(file, error)] };
  }
}

function syntaxError(file: SourceFile, error: YAMLException): Diagnostic {
  const start = Math.min(error.mark?.position ?? 0, file.text.length);
  const at = { file, start, end: Math.min(start + 1, file.text.length) };
  if (error.reason.includes("maxDepth")) return diagnosticAt(tooDeep, { limit: limits.depth }, at);
  return diagnosticAt(yamlSyntax, { reason: error.reason }, at);
}
