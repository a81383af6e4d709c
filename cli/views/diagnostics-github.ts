import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { locationOf } from "./location.ts";
import { visible } from "./visible.ts";

/**
 * Workflow commands of GitHub Actions, one annotation a line. In data `%`, CR and LF are encoded, in properties
 * also `:` and `,`, as the runner decodes them; so no text of a manifest can begin a command of its own.
 */
export function diagnosticsGithub(diagnostics: readonly Diagnostic[], prefix: string): string {
  return diagnostics.map((diagnostic) => annotation(diagnostic, prefix)).join("");
}

function annotation({ code, severity, message, help, at }: Diagnostic, prefix: string): string {
  const place = at && locationOf(at, prefix);
  const properties = [
    ...(place
      ? [
          `file=${property(place.file)}`,
          `line=${place.line}`,
          `col=${place.column}`,
          `endLine=${place.endLine}`,
          `endColumn=${place.endColumn}`,
        ]
      : []),
    `title=${property(code)}`,
  ];
  return `::${severity} ${properties.join(",")}::${data(`${message}\n${help}`)}\n`;
}

function data(text: string): string {
  const lines = text.split("\n").map((line) => visible(line).replaceAll("%", "%25"));
  return lines.join("%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
