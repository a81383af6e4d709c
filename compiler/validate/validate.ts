import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { createReporter } from "../diagnostics/reporter.ts";
import { resultOf, type Result } from "../diagnostics/result.ts";
import type { Documents } from "../model/documents.ts";
import type { Json } from "../model/json.ts";
import { locate } from "../model/locate.ts";
import type { Manifest, ManifestData } from "../model/manifest.ts";
import type { Path } from "../source/path.ts";
import { checkExclusiveKeys } from "./exclusive-keys.ts";
import { explainFault } from "./explain-fault.ts";
import { checkManifest } from "./generated/check-manifest.js";
import { placeFaults } from "./place-faults.ts";
import { plainData } from "./plain-data.ts";
import { printPath } from "./print-path.ts";
import { checkUnbuilt } from "./unbuilt.ts";

/**
 * Checks the merged manifest against the schema of the language and refuses what is not built yet. Reports every
 * fault once: a key that is wrong at the key, a value that is wrong at the value.
 */
export function validate(documents: Documents): Result<Manifest> {
  const report = createReporter((path, on) => locate(documents, path, on));
  const data = plainData(documents.root);
  const faults = checkManifest(data) ? [] : placeFaults(data, checkManifest.errors ?? []);
  const refused = new Set(checkUnbuilt(data, report).map(printPath));
  for (const fault of faults) {
    if (!isBelow(fault.path, refused)) explainFault(fault, report);
  }
  checkExclusiveKeys(data, report);
  const manifest: Manifest = { data: asManifest(data), locate: (path, on) => locate(documents, path, on) };
  return resultOf(manifest, oncePerPlace(report.diagnostics));
}

/** The schema has accepted the data wherever the result is used; the types are made from the same schema. */
function asManifest(data: Json): ManifestData {
  return data as unknown as ManifestData;
}

/** What is refused as a whole need not be right in its parts. */
function isBelow(path: Path, refused: ReadonlySet<string>): boolean {
  return refused.size > 0 && path.some((_, index) => refused.has(printPath(path.slice(0, index + 1))));
}

/**
 * A default that is wrong is wrong in every entry that inherits it, but was written once; so is a template of
 * `each`. Messages name the entry, the help names only the fault.
 */
function oncePerPlace(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, at, help }) => {
    if (!at) return true;
    const place = `${code} ${at.file.name} ${at.start} ${at.end} ${help}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}
