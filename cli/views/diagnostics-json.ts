import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { hasErrors } from "../../compiler/diagnostics/result.ts";
import { locationOf } from "./location.ts";

/** What `validate --format json` prints; its schema is `schema/output/validate.json`. Files relative to the manifest's folder. */
export function diagnosticsJson(diagnostics: readonly Diagnostic[]): string {
  const document = { version: 1, ok: !hasErrors(diagnostics), diagnostics: diagnostics.map(entry) };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function entry({ code, severity, message, help, at, related }: Diagnostic): object {
  return {
    code,
    severity,
    message,
    ...(at && locationOf(at)),
    help,
    related: related.map((note) => {
      const { file, line, column } = locationOf(note.at);
      return { message: note.message, file, line, column };
    }),
  };
}
