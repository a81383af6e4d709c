import * as codes from "../diagnostics/codes/load.ts";
import type { MapNode, Node } from "../model/documents.ts";
import { resolveFrom } from "../source/glob.ts";
import { describe } from "./describe.ts";
import type { LoadContext } from "./load-context.ts";
import { readYaml } from "./read-yaml.ts";

/** Rows of files that were read, by name, so that templates can share a file. */
export type RowFiles = Map<string, readonly MapNode[]>;

/** The rows of `each`: a list of maps, or `{ file: PATH }` for a file that holds such a list. */
export function rowsOf(context: LoadContext, each: Node, files: RowFiles): readonly MapNode[] {
  if (each.kind === "list") return mapsOf(context, each);
  const file = each.kind === "map" && each.entries.size === 1 ? each.entries.get("file")?.value : undefined;
  if (file?.kind === "scalar" && typeof file.value === "string")
    return rowsOfFile(context, file, file.value, files);
  const expected = "a list of maps or { file: PATH }";
  context.report(codes.unexpectedShape, { what: "`each`", expected, found: describe(each) }, each.span);
  return [];
}

function rowsOfFile(context: LoadContext, node: Node, path: string, files: RowFiles): readonly MapNode[] {
  const name = path.startsWith("/") ? undefined : resolveFrom(node.span.file.name, path);
  if (name === undefined) {
    context.report(codes.fileOutside, { file: path }, node.span);
    return [];
  }
  const known = files.get(name);
  if (known) return known;
  const read = readYaml(context, name, "rows", node.span);
  const rows = read?.node ? mapsOf(context, read.node) : [];
  files.set(name, rows);
  return rows;
}

function mapsOf(context: LoadContext, node: Node): readonly MapNode[] {
  if (node.kind !== "list") {
    const parameters = { what: "the rows of `each`", expected: "a list of maps", found: describe(node) };
    context.report(codes.unexpectedShape, parameters, node.span);
    return [];
  }
  return node.items.filter((item): item is MapNode => {
    if (item.kind === "map") return true;
    context.report(
      codes.unexpectedShape,
      { what: "a row of `each`", expected: "a map", found: describe(item) },
      item.span,
    );
    return false;
  });
}
