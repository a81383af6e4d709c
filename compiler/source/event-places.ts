/** Where a block scalar begins whose content begins at `content`: at its `|` or `>`. */
export function blockScalarStart(text: string, content: number): number {
  const headerEnd = text[content - 1] === "\n" && text[content - 2] === "\r" ? content - 2 : content - 1;
  const lineStart =
    Math.max(text.lastIndexOf("\n", headerEnd - 1), text.lastIndexOf("\r", headerEnd - 1)) + 1;
  const header = /[|>][-+0-9]*[ \t]*(?:#.*)?$/.exec(text.slice(lineStart, headerEnd));
  return header ? lineStart + header.index : content;
}

/**
 * Where a collection ends that begins at `start` and whose last part ended at `last`: behind the closing bracket of
 * a flow collection, else with that part. Comments before the bracket are passed over.
 */
export function collectionEnd(text: string, start: number, last: number): number {
  const open = text[start];
  if (open !== "[" && open !== "{") return last;
  const close = open === "[" ? "]" : "}";
  for (let index = Math.max(last, start + 1); index < text.length; index++) {
    if (text[index] === close) return index + 1;
    if (text[index] === "#") index = lineEnd(text, index);
  }
  return last;
}

/** The stretch of the first `---` behind the first document, or of the text's last character. */
export function secondDocument(text: string, after: number): [start: number, end: number] {
  const marker = /^---/gm;
  marker.lastIndex = after;
  const match = marker.exec(text);
  return match ? [match.index, match.index + 3] : [Math.max(0, text.length - 1), text.length];
}

function lineEnd(text: string, from: number): number {
  let index = from;
  while (index < text.length && text[index] !== "\n" && text[index] !== "\r") index++;
  return index;
}
