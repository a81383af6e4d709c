const fixedBlank = "\u00a0";

/**
 * Text broken at blanks into lines of at most `width` columns, each with `indent` blanks before it, which count. A word
 * that is longer than a line has one to itself; what `unbroken` returned is such a word.
 */
export function wrapped(text: string, indent: number, width: number): readonly string[] {
  const room = Math.max(1, width - indent);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  // A line that begins with two colons can be a command to the runner of a pipeline.
  const plain = [...lines, line].map((one) =>
    one.replaceAll(fixedBlank, " ").replace(/^(\s*):/, "$1\\u{3a}"),
  );
  return plain.map((one) => `${" ".repeat(indent)}${one}`);
}

/** A name with blanks in it that stays on one line where the text around it is wrapped. */
export function unbroken(name: string): string {
  return name.replaceAll(" ", fixedBlank);
}
