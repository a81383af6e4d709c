import {
  type Document,
  isCollection,
  isMap,
  isPair,
  isScalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";

type Collection = YAMLMap | YAMLSeq;

/** Columns beyond which a collection in brackets is written one entry a line. */
const width = 110;

/**
 * Sets how the collections of a document are printed: `{ a: 1 }` with blanks, `[a, b]` without; what does not fit
 * into a line in block style. `source` is the text that the document was read from.
 */
export function layOut(document: Document, source: string): void {
  visit(document, {
    Collection(_, node, path) {
      if (!node.flow) return;
      if (columnOf(path) + lengthOf(node, source) > width || isCommented(node, source)) node.flow = false;
      else padBrackets(node);
    },
  });
}

/** Where a value will begin: behind the indentation of what it is in, and its key. */
function columnOf(path: readonly unknown[]): number {
  const parent = path.at(-1);
  const key = isPair(parent) && isScalar(parent.key) ? String(parent.key.value).length + 2 : 0;
  return 2 * (path.filter(isCollection).length - 1) + key;
}

/** How long a collection is in one line; an empty one is always short. */
function lengthOf(node: Collection, source: string): number {
  if (node.items.length === 0 || !node.range) return 0;
  return source.slice(node.range[0], node.range[1]).replaceAll(/\s+/g, " ").length;
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
