import * as codes from "../diagnostics/codes/load.ts";
import type { MapEntry, MapNode, Node } from "../model/documents.ts";
import { layEntryOver, layOver } from "./lay-over.ts";
import type { LoadContext } from "./load-context.ts";
import { partOf } from "./part-of.ts";
import { createRowFaults, type RowFaults } from "./row-faults.ts";
import { type RowFiles, rowsOf } from "./rows.ts";
import { substitute, substituteText } from "./substitute.ts";

/** Whether the entries of a section can have `each`, by section; sections are maps by name. */
const repeatable: ReadonlyMap<string, boolean> = new Map([
  ["environments", true],
  ["brokers", true],
  ["applications", true],
  ["links", true],
  ["domains", false],
  ["connectors", false],
  ["policies", false],
  ["teams", false],
]);

/**
 * Replaces each entry that has `each` by its expansions, one a row, which remember their row. An entry written out
 * under the name of an expansion is laid over it.
 */
export function expandEach(context: LoadContext, root: MapNode): MapNode {
  const files: RowFiles = new Map();
  const entries = new Map(root.entries);
  for (const [section, isRepeatable] of repeatable) {
    const entry = entries.get(section);
    if (entry?.value.kind !== "map") continue;
    if (!isRepeatable) {
      refuseEach(context, section, entry.value);
      continue;
    }
    const { templates, written } = divide(entry.value);
    if (templates.size === 0) continue;
    const expanded = new Map<string, MapEntry>();
    for (const [name, template] of templates) expandTemplate(context, name, template, files, expanded);
    // Links inherit nothing, so that there is nothing left to unset for a `null` that is laid over one.
    const laid = layWritten(expanded, written, section === "links" ? layOver : layEntryOver);
    entries.set(section, { ...entry, value: { ...entry.value, entries: expanded } });
    context.workedIn.push(partOf(root, section, entry, templates), partOf(root, section, entry, laid));
  }
  return { ...root, entries };
}

function refuseEach(context: LoadContext, section: string, map: MapNode): void {
  for (const { value } of map.entries.values()) {
    const each = value.kind === "map" ? value.entries.get("each") : undefined;
    if (each) context.report(codes.eachNotAllowed, { section }, each.key);
  }
}

type Entries = ReadonlyMap<string, MapEntry>;

function divide(section: MapNode): { readonly templates: Entries; readonly written: Entries } {
  const templates = new Map<string, MapEntry>();
  const written = new Map<string, MapEntry>();
  for (const [name, entry] of section.entries) {
    const isTemplate = entry.value.kind === "map" && entry.value.entries.has("each");
    (isTemplate ? templates : written).set(name, entry);
  }
  return { templates, written };
}

/** Adds the entries that are written out to the expansions; gives back those that are laid over one. */
function layWritten(
  expanded: Map<string, MapEntry>,
  written: Entries,
  lay: (base: Node, above: Node) => Node,
): Entries {
  const laid = new Map<string, MapEntry>();
  for (const [name, entry] of written) {
    const below = expanded.get(name);
    if (below) laid.set(name, entry);
    expanded.set(name, below ? { key: entry.key, value: lay(below.value, entry.value) } : entry);
  }
  return laid;
}

function expandTemplate(
  context: LoadContext,
  name: string,
  template: MapEntry,
  files: RowFiles,
  expanded: Map<string, MapEntry>,
): void {
  if (template.value.kind !== "map") return;
  const body = new Map(template.value.entries);
  const each = body.get("each");
  body.delete("each");
  if (!each) return;
  const rows = rowsOf(context, each.value, files);
  const pattern: MapNode = { ...template.value, entries: body };
  if (!context.affordsValues(rows.length * sizeOf(pattern), each.key)) return;
  const faults = createRowFaults(context);
  for (const values of rows) {
    const row = { faults, values };
    const rowName = substituteText(name, row, template.key);
    const known = expanded.get(rowName);
    if (known) reportTwice(faults, rowName, template, values, known);
    else
      expanded.set(rowName, { key: template.key, value: { ...substitute(pattern, row), row: values.span } });
  }
  faults.finish();
}

function reportTwice(
  faults: RowFaults,
  name: string,
  template: MapEntry,
  row: MapNode,
  known: MapEntry,
): void {
  const related = [{ message: "expanded with this row of `each`", at: row.span }];
  if (known.value.row) related.push({ message: "first expanded with this row", at: known.value.row });
  faults.report(codes.expandedTwice, { name }, template.key, related);
}

/** How many values a node holds, itself included. */
function sizeOf(node: Node): number {
  let size = 1;
  if (node.kind === "list") for (const item of node.items) size += sizeOf(item);
  if (node.kind === "map") for (const entry of node.entries.values()) size += sizeOf(entry.value);
  return size;
}
