import { diagnosticPagesJson } from "../generated/diagnostic-pages.ts";

/** The page of a diagnostic's code, or `undefined` where there is no such code. Letters may be small. */
export function explainCode(what: string): string | undefined {
  const pages = JSON.parse(diagnosticPagesJson) as Readonly<Record<string, string>>;
  const code = what.toUpperCase();
  return Object.hasOwn(pages, code) ? pages[code] : undefined;
}
