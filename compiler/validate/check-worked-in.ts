import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { createReporter } from "../diagnostics/reporter.ts";
import type { Documents } from "../model/documents.ts";
import type { Json } from "../model/json.ts";
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
  const faults = piecesOf(data).flatMap(faultsOf);
  if (faults.length === 0) return [];
  const report = createReporter((path, on) => locate(documents, path, on));
  const refused = new Set(unbuiltPlaces(data).map(printPath));
  for (const fault of faults) if (!isBelow(fault.path, refused)) explainFault(fault, report);
  return report.diagnostics;
}

function faultsOf(piece: Json): readonly PlacedFault[] {
  return checkManifest(piece) ? [] : placeFaults(piece, checkManifest.errors ?? []).filter(showsInPart);
}

/**
 * The sections without their entries, and each entry by itself: the compiled checker takes ever longer for each further
 * fault, and every `null` is one to it.
 */
function piecesOf(data: Json): readonly Json[] {
  const sections: Record<string, Json> = {};
  const pieces: Json[] = [sections];
  if (!isMap(data)) return [data];
  for (const [section, value] of Object.entries(data)) {
    sections[section] = isMap(value) ? {} : value;
    if (!isMap(value)) continue;
    for (const [name, entry] of Object.entries(value)) pieces.push({ [section]: { [name]: entry } });
  }
  return pieces;
}

function isMap(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function showsInPart({ value, keyword, params }: PlacedFault): boolean {
  if (keyword === "required" || value === null) return false;
  const subject = params["additionalProperty"] ?? params["propertyName"] ?? value;
  return !(typeof subject === "string" && subject.includes("$("));
}
