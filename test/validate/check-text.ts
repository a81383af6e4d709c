import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { andThen, type Result } from "../../compiler/diagnostics/result.ts";
import { load } from "../../compiler/load/load.ts";
import type { Manifest } from "../../compiler/model/manifest.ts";
import { positionAt } from "../../compiler/source/source-file.ts";
import { validate } from "../../compiler/validate/validate.ts";
import { memoryReader } from "../harness/memory-reader.ts";

/** Loads and validates one text as `mesh.yaml`. */
export function check(text: string): Result<Manifest> {
  return andThen(load("mesh.yaml", memoryReader({ "mesh.yaml": text }), { overlays: [] }), validate);
}

/** Diagnostics as `line:column-endColumn code message`. */
export function shown(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ at, code, message }) => {
    if (!at) return `${code} ${message}`;
    const start = positionAt(at.file, at.start);
    return `${start.line}:${start.column}-${start.column + at.end - at.start} ${code} ${message}`;
  });
}
