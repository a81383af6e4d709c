import type { Node } from "../../compiler/model/documents.ts";
import { type ParsedYaml, parseYaml } from "../../compiler/source/parse-yaml.ts";
import { positionAt } from "../../compiler/source/source-file.ts";

/** Parses a text as the file `mesh.yaml`. */
export function parse(text: string): ParsedYaml {
  return parseYaml({ name: "mesh.yaml", text });
}

/** What was reported, as `line:column code "the text pointed at"`. */
export function reported(text: string): readonly string[] {
  return parse(text).diagnostics.map(({ code, at }) => {
    if (!at) return code;
    const { line, column } = positionAt(at.file, at.start);
    return `${line}:${column} ${code} ${JSON.stringify(text.slice(at.start, at.end))}`;
  });
}

/** A node as plain data; maps as `Map`, so that no key can be mistaken. */
export function plain(node: Node): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plain);
  return new Map([...node.entries].map(([key, entry]) => [key, plain(entry.value)]));
}

/** Every value and key below a node with the text at its place, in the order written. */
export function texts(node: Node): readonly string[] {
  const own = node.span.file.text.slice(node.span.start, node.span.end);
  if (node.kind === "scalar") return [own];
  if (node.kind === "list") return [own, ...node.items.flatMap(texts)];
  const entries = [...node.entries.values()];
  return [
    own,
    ...entries.flatMap(({ key, value }) => [key.file.text.slice(key.start, key.end), ...texts(value)]),
  ];
}
