import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { createReporter } from "../diagnostics/reporter.ts";
import { resultOf, type Result } from "../diagnostics/result.ts";
import type { Documents } from "../model/documents.ts";
import type { Json } from "../model/json.ts";
import { locate } from "../model/locate.ts";
import type { Manifest, ManifestData } from "../model/manifest.ts";
import { checkWorkedIn } from "./check-worked-in.ts";
import { checkExclusiveKeys } from "./exclusive-keys.ts";
import { explainFault } from "./explain-fault.ts";
import { checkManifest } from "./generated/check-manifest.js";
import { isBelow } from "./is-below.ts";
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
  const parts = documents.workedIn.flatMap((part) => checkWorkedIn({ ...documents, root: part }));
  const manifest: Manifest = { data: asManifest(data), locate: (path, on) => locate(documents, path, on) };
  return resultOf(manifest, oncePerPlace([...report.diagnostics, ...parts]));
}

/** The schema has accepted the data wherever the result is used; the types are made from the same schema. */
function asManifest(data: Json): ManifestData {
  return data as unknown as ManifestData;
}

const entryPath =
  /\b(?:defaults|environments|brokers|domains|applications|connectors|links|policies|teams)\.\S+/g;

/** Faults of one kind at one place of which more would tell nothing new. */
const mostPerPlace = 10;

/**
 * A default that is wrong is wrong in every entry that inherits it, but was written once; so is a template of
 * `each`. But for the path of the entry, messages about one fault are the same; values that rows fill in differently
 * make a few faults of their own.
 */
function oncePerPlace(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Map<string, Set<string>>();
  return diagnostics.filter(({ code, at, message }) => {
    if (!at) return true;
    const place = `${code} ${at.file.name} ${at.start} ${at.end}`;
    const said = seen.get(place) ?? new Set<string>();
    seen.set(place, said);
    const fault = message.replace(entryPath, "");
    if (said.has(fault) || said.size === mostPerPlace) return false;
    said.add(fault);
    return true;
  });
}
