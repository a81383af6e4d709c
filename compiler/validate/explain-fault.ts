import * as codes from "../diagnostics/codes/validate.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { Json } from "../model/json.ts";
import type { Path } from "../source/path.ts";
import { freeKeySchema, type KeySchema, keySchema } from "./key-schema.ts";
import { printPath } from "./print-path.ts";
import { boundInWords, foundInWords, wantedInWords } from "./words.ts";

/** A violated keyword of the schema, with the place and the value that it is about. */
export interface PlacedFault {
  readonly path: Path;
  readonly value: Json;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Reports one violated keyword in the words of the schema. */
export function explainFault(fault: PlacedFault, report: Reporter): void {
  const schema = keySchema(fault.path) ?? {};
  if (fault.keyword === "additionalProperties") return unknownKey(fault, schema, report);
  if (fault.keyword === "required") return missingKey(fault, schema, report);
  if (fault.keyword === "propertyNames") return malformedKey(fault, report);
  wrongValue(fault, schema, report);
}

function unknownKey({ path, params }: PlacedFault, schema: KeySchema, report: Reporter): void {
  const key = String(params["additionalProperty"]);
  const allowed = Object.keys(schema.properties ?? {});
  const parameters = { key, in: printPath(path), allowed, suggestion: suggest(key, allowed) };
  report.report(codes.unknownKey, parameters, { path: [...path, key], on: "key" });
}

function missingKey({ path, value, params }: PlacedFault, schema: KeySchema, report: Reporter): void {
  const key = String(params["missingProperty"]);
  const known = Object.keys(schema.properties ?? {});
  const present = typeof value === "object" && value !== null ? Object.keys(value) : [];
  // A misspelt key is reported as such; that the right one is missing would say it twice.
  const isMisspelt = present.some((other) => !known.includes(other) && suggest(other, known) === key);
  if (isMisspelt) return;
  const meaning = keySchema([...path, key])?.description ?? "";
  // The manifest as a whole has no key to point at but its first.
  const place = path.length === 0 ? present.slice(0, 1) : path;
  report.report(codes.missingKey, { key, in: printPath(path), meaning }, { path: place, on: "key" });
}

function malformedKey({ path, params }: PlacedFault, report: Reporter): void {
  const key = String(params["propertyName"]);
  const wanted = wantedInWords(freeKeySchema(path) ?? {});
  report.report(
    codes.malformedKey,
    { key, in: printPath(path), wanted },
    { path: [...path, key], on: "key" },
  );
}

function wrongValue(
  { path, value, keyword, params }: PlacedFault,
  schema: KeySchema,
  report: Reporter,
): void {
  const what = printPath(path);
  const meaning = schema.description ?? "";
  const wanted = wantedInWords(schema);
  const words = schema.enum ?? schema["x-values"];
  if (keyword === "type") {
    return report.report(codes.wrongType, { what, wanted, found: foundInWords(value), meaning }, { path });
  }
  const found = String(value).slice(0, 80);
  if (keyword === "enum" || (keyword === "pattern" && words)) {
    const allowed = schema.enum ?? [wanted];
    const suggestion = suggest(found, words ?? []);
    return report.report(codes.unknownValue, { what, found, allowed, suggestion }, { path });
  }
  if (keyword === "pattern") {
    return report.report(codes.malformedValue, { what, wanted, found, meaning }, { path });
  }
  report.report(
    codes.outOfBounds,
    { what, bound: boundInWords(keyword, params["limit"]), meaning },
    { path },
  );
}
