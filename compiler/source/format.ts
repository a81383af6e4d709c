import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, type YAMLMap, parseDocument } from "yaml";
import { unformattable, yamlSyntax } from "../diagnostics/codes/load.ts";
import { diagnosticAt } from "../diagnostics/diagnostic-at.ts";
import type { Result } from "../diagnostics/result.ts";
import { schemaText } from "../validate/generated/schema-text.js";
import { firstDifference } from "./first-difference.ts";
import { below, keysOf, manifestPlace, type SchemaPlace, type Schemas } from "./key-order.ts";
import { layOut } from "./lay-out.ts";
import { parseYaml } from "./parse-yaml.ts";
import type { SourceFile } from "./source-file.ts";

const parserOptions = {
  version: "1.2",
  schema: "core",
  merge: false,
  stringKeys: true,
  uniqueKeys: false,
} as const;

/** Rounds after which a layout that does not settle is taken as it is refused. */
const rounds = 5;

/**
 * A file of a manifest in canonical order and layout: keys in the order of the language's tables (names keep the
 * order written), two spaces of indentation, one blank line at most, comments kept. What the file says stays the
 * same and formatting twice gives the same text; a file that is no valid YAML, or that cannot be printed so, is
 * refused. Loads the slower parser that keeps comments, so it is to be imported only where it is needed.
 */
export function formatYaml(file: SourceFile): Result<string> {
  const before = parseYaml(file);
  if (before.diagnostics.length > 0) return { ok: false, diagnostics: before.diagnostics };
  if (!before.node) return { ok: true, value: file.text, diagnostics: [] };
  const schemas: Schemas = JSON.parse(schemaText);
  let text = file.text;
  for (let round = 0; round < rounds; round++) {
    const source = text.replaceAll(/\r\n?/g, "\n");
    const document = parseDocument(source, parserOptions);
    const error = document.errors[0];
    if (error) {
      const start = Math.min(error.pos[0], file.text.length);
      const at = { file, start, end: Math.min(start + 1, file.text.length) };
      return { ok: false, diagnostics: [diagnosticAt(yamlSyntax, { reason: firstLine(error.message) }, at)] };
    }
    const next = print(document, source, schemas);
    const after = parseYaml({ name: file.name, text: next });
    const difference = after.node ? firstDifference(before.node, after.node) : before.node.span;
    if (difference) return { ok: false, diagnostics: [diagnosticAt(unformattable, {}, difference)] };
    if (next === text) return { ok: true, value: text, diagnostics: [] };
    text = next;
  }
  return { ok: false, diagnostics: [diagnosticAt(unformattable, {}, before.node.span)] };
}

function print(document: Document, source: string, schemas: Schemas): string {
  const root = document.contents;
  const place = manifestPlace(schemas);
  if (place && isMap(root) && root.has("apiVersion")) {
    keepHeader(document, root);
    sortKeys(root, place, schemas);
  }
  layOut(document, source);
  return document.toString({ lineWidth: 0, indent: 2, indentSeq: true });
}

/** A comment at the top that a blank line sets apart from the first key is about the file and stays there. */
function keepHeader(document: Document, root: YAMLMap): void {
  const first = root.items[0]?.key;
  if (!isScalar(first)) return;
  const parts = /^(.*)\n[ \t]*\n(.*)$/s.exec(first.commentBefore ?? "");
  if (!parts) return;
  document.commentBefore = [document.commentBefore, parts[1]].filter(Boolean).join("\n\n");
  first.commentBefore = parts[2] || null;
}

/** Brings known keys into the language's order; the others follow as they were written. */
function sortKeys(node: unknown, place: SchemaPlace, schemas: Schemas): void {
  if (isSeq(node)) {
    const items = below(schemas, place, undefined);
    if (items) for (const item of node.items) sortKeys(item, items, schemas);
  }
  if (!isMap(node)) return;
  const order = new Map(keysOf(schemas, place).map((key, index) => [key, index]));
  const rank = (pair: Pair) => order.get(textOf(pair.key)) ?? order.size;
  const sorted = order.size === 0 ? node.items : node.items.toSorted((a, b) => rank(a) - rank(b));
  moveFirst(node, sorted);
  for (const { key, value } of sorted) {
    const next = below(schemas, place, textOf(key));
    if (next && !isAlias(value)) sortKeys(value, next, schemas);
  }
}

/** Sets the entries of a map; a comment or blank line above the first goes with the entry that it is above of. */
function moveFirst(map: YAMLMap, sorted: Pair[]): void {
  const [first, newFirst] = [map.items[0]?.key, sorted[0]?.key];
  map.items = sorted;
  if (first === newFirst || !isScalar(first) || !isScalar(newFirst)) return;
  if (map.commentBefore)
    first.commentBefore = [map.commentBefore, first.commentBefore].filter(Boolean).join("\n");
  map.commentBefore = null;
  first.spaceBefore = sorted.some(({ key }) => isScalar(key) && key.spaceBefore === true);
  newFirst.spaceBefore = false;
}

function textOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : "";
}

function firstLine(message: string): string {
  return message.split("\n")[0]?.replace(/ at line \d+.*$/, "") ?? message;
}
