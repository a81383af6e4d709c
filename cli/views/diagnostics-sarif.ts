import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Span } from "../../compiler/source/source-file.ts";
import { locationOf } from "./location.ts";

/** A SARIF 2.1.0 log (OASIS), as code hosts and editors read it. Columns count UTF-16 code units. */
export function diagnosticsSarif(
  diagnostics: readonly Diagnostic[],
  version: string,
  prefix: string,
): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].toSorted();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "meshc", version, rules: codes.map((id) => ({ id })) } },
        columnKind: "utf16CodeUnits",
        results: diagnostics.map((diagnostic) => result(diagnostic, codes, prefix)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function result(diagnostic: Diagnostic, codes: readonly string[], prefix: string): object {
  const { code, severity, message, help, at, related } = diagnostic;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: `${message}\n${help}` },
    locations: at ? [{ physicalLocation: physical(at, prefix) }] : [],
    relatedLocations: related.map((note) => ({
      physicalLocation: physical(note.at, prefix),
      message: { text: note.message },
    })),
  };
}

function physical(span: Span, prefix: string): object {
  const { file, line, column, endLine, endColumn } = locationOf(span, prefix);
  return {
    artifactLocation: { uri: file.split("/").map(encodeURIComponent).join("/") },
    region: { startLine: line, startColumn: column, endLine, endColumn },
  };
}
