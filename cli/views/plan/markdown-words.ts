import { visible } from "../visible.ts";

/** What of one text is shown at most; the rest of a longer one is cut. */
const longest = 400;

/** What begins a list at the beginning of a line, a link anywhere, and all signs but those that begin nothing. */
const harmful = /^[-+](?![\p{L}\p{N}])|^\d(?=\d*[.)])|(?<=\bwww)\.|(?!: )[^\p{L}\p{N} .,;()…'"=/+-]/gu;

/**
 * Text of a mesh as it may stand in Markdown, in a cell of a table and in HTML: whatever could begin something there is a
 * character reference, which stands for itself only. What would call somebody (`@name`) or refer to something (`#1`) once
 * the page is drawn is broken up by an empty comment. Text that is very long is cut.
 */
export function markdownWords(text: string): string {
  // A blank at an end would keep what stands around it from being drawn strong.
  const shown = visible(text).trim();
  const cut = shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
  return cut.replace(harmful, reference);
}

function reference(character: string): string {
  const code = `&#${character.codePointAt(0) ?? 0};`;
  return character === "@" || character === "#" ? `${code}<!-- -->` : code;
}
