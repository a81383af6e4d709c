const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Text of a manifest as it may be shown on a terminal: whatever moves the cursor, colours, hides or reorders
 * (controls, escape sequences, bidirectional marks, line separators) is replaced by its visible name, `\u{1b}`.
 * A tab becomes a blank, so that columns stay where they are. `##[`, by which a log can give commands to the runner
 * of a pipeline, is broken up.
 */
export function visible(text: string): string {
  return text.replaceAll("\t", " ").replace(invisible, name).replaceAll("##[", "#\\u{23}[");
}

function name(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
