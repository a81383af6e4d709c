import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { createReporter } from "../diagnostics/reporter.ts";
import type { Documents } from "../model/documents.ts";
import { locate } from "../model/locate.ts";
import { explainFault, type PlacedFault } from "./explain-fault.ts";
import { checkManifest } from "./generated/check-manifest.js";
import { isBelow } from "./is-below.ts";
import { placeFaults } from "./place-faults.ts";
import { printPath } from "./print-path.ts";
import { plainData } from "./plain-data.ts";
import { unbuiltPlaces } from "./unbuilt.ts";

/**
 * What is wrong in a part of the manifest that was worked into others (`root` is that part), such as `defaults` that no
 * entry inherits, or an entry with `each` and no rows. What only the whole can show is left to the whole: a key that is
 * missing, a `null` in place of a value, a placeholder that no row has filled, the use of what is not built.
 */
export function checkWorkedIn(documents: Documents): readonly Diagnostic[] {
  const data = plainData(documents.root);
  const faults = checkManifest(data) ? [] : placeFaults(data, checkManifest.errors ?? []).filter(showsInPart);
  if (faults.length === 0) return [];
  const report = createReporter((path, on) => locate(documents, path, on));
  const refused = new Set(unbuiltPlaces(data).map(printPath));
  for (const fault of faults) if (!isBelow(fault.path, refused)) explainFault(fault, report);
  return report.diagnostics;
}

function showsInPart({ value, keyword, params }: PlacedFault): boolean {
  if (keyword === "required" || value === null) return false;
  const subject = params["additionalProperty"] ?? params["propertyName"] ?? value;
  return !(typeof subject === "string" && subject.includes("$("));
}
