import * as codes from "../diagnostics/codes/load.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { MapEntry, MapNode, Node, ScalarNode } from "../model/documents.ts";
import type { Span } from "../source/source-file.ts";
import { describe } from "./describe.ts";
import type { RowFaults } from "./row-faults.ts";

/** `$(key)`, or `$$(` for a `$(` that is meant as text. */
const placeholder = /\$\$\(|\$\(([^()]*)\)/g;
const lonePlaceholder = /^\$\(([^()]*)\)$/;

/** One row of `each` and what is needed to report about it. */
export interface Row {
  readonly faults: RowFaults;
  readonly values: MapNode;
}

/**
 * Replaces `$(key)` in every string of a value, keys of maps included, by what the row says. A string that is
 * nothing but a placeholder becomes the row's value, at the template's place. Without placeholders the same node
 * is returned, so that expansions share it.
 */
export function substitute(node: Node, row: Row): Node {
  switch (node.kind) {
    case "scalar":
      return substituteScalar(node, row);
    case "list": {
      const items = node.items.map((item) => substitute(item, row));
      return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
    }
    case "map":
      return substituteMap(node, row);
  }
}

function substituteScalar(node: ScalarNode, row: Row): Node {
  if (typeof node.value !== "string" || !node.value.includes("$(")) return node;
  const lone = lonePlaceholder.exec(node.value)?.[1];
  if (lone === undefined) return { ...node, value: substituteText(node.value, row, node.span) };
  const value = valueOf(lone, row, node.span);
  return value ? { ...value, span: node.span } : node;
}

function substituteMap(node: MapNode, row: Row): MapNode {
  const entries = new Map<string, MapEntry>();
  let changed = false;
  for (const [key, entry] of node.entries) {
    const name = substituteText(key, row, entry.key);
    const value = substitute(entry.value, row);
    changed ||= name !== key || value !== entry.value;
    const known = entries.get(name);
    if (known) {
      const related = [{ message: "first given here", at: known.key }];
      row.faults.report(codes.duplicateKey, { key: name }, entry.key, related);
    }
    entries.set(name, value === entry.value ? entry : { key: entry.key, value });
  }
  return changed ? { ...node, entries } : node;
}

/** Replaces the placeholders in a text; one that cannot be replaced is reported and stays. */
export function substituteText(text: string, row: Row, at: Span): string {
  if (!text.includes("$(")) return text;
  return text.replace(placeholder, (whole: string, key: string | undefined) => {
    if (key === undefined) return "$(";
    const value = valueOf(key, row, at);
    if (!value) return whole;
    if (value.kind === "scalar" && value.value !== null) return String(value.value);
    row.faults.report(codes.placeholderNotText, { key, found: describe(value) }, at, [rowNote(row)]);
    return whole;
  });
}

function valueOf(key: string, row: Row, at: Span): Node | undefined {
  const entry = row.values.entries.get(key);
  if (entry) return entry.value;
  const suggestion = suggest(key, row.values.entries.keys());
  row.faults.report(codes.unknownPlaceholder, { key, ...(suggestion ? { suggestion } : {}) }, at, [
    rowNote(row),
  ]);
  return undefined;
}

function rowNote(row: Row) {
  return { message: "expanded with this row of `each`", at: row.values.span };
}
