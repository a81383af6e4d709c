import { type Document, isMap, visit, type YAMLMap, type YAMLSeq } from "yaml";

type Collection = YAMLMap | YAMLSeq;

/** Columns beyond which a collection in brackets is written one entry a line. */
const width = 110;

/**
 * Sets how the collections of a document are printed: `{ a: 1 }` with blanks, `[a, b]` without; what does not fit
 * into a line in block style. `source` is the text that the document was read from.
 */
export function layOut(document: Document, source: string): void {
  visit(document, {
    Collection(_, node) {
      if (!node.flow) return;
      if (isWide(node, source) || isCommented(node, source)) node.flow = false;
      else padBrackets(node);
    },
  });
}

/** Whether a collection would pass the width if it stood in one line, where it begins now. */
function isWide(node: Collection, source: string): boolean {
  if (node.items.length === 0 || !node.range) return false;
  const [start, end] = node.range;
  const column = start - (source.lastIndexOf("\n", start - 1) + 1);
  return column + source.slice(start, end).replaceAll(/\s+/g, " ").length > width;
}

/** Whether comments stand within the brackets, between lines. A `#` in a string over several lines counts too. */
function isCommented(node: Collection, source: string): boolean {
  if (node.items.length === 0 || !node.range) return false;
  const text = source.slice(node.range[0], node.range[1]);
  return text.includes("\n") && text.includes("#");
}

/** The printer pads both kinds of brackets or none, so each collection is given its own. */
function padBrackets(node: Collection): void {
  const print = node.toString.bind(node);
  const padding = isMap(node) ? " " : "";
  node.toString = (context, ...rest) =>
    print(context && { ...context, flowCollectionPadding: padding }, ...rest);
}
