import type { View } from "../../../compiler/target.ts";
import type { Drawing, DrawnLine, DrawnNode } from "./drawing.ts";
import { drawingOf } from "./drawing.ts";
import { graphOf } from "./graph.ts";

/** A Mermaid flowchart, which Markdown on most code hosts shows as a picture. */
export const mermaidGraph: View = {
  format: "mermaid",
  render: (topology) => print(drawingOf(graphOf(topology))),
};

/**
 * A label of Mermaid. All but ASCII letters, digits and blanks become character references (`#NN;`), so that no text
 * can end the label, be a keyword such as `end`, or begin a statement such as `click`.
 */
export function mermaidLabel(lines: readonly string[]): string {
  const encoded = lines.map((line) =>
    line.replace(/[^a-zA-Z0-9 ]/gu, (character) => `#${character.codePointAt(0) ?? 0};`),
  );
  return `"${encoded.join("<br>")}"`;
}

function print(drawing: Drawing): string {
  const lines = ["flowchart LR"];
  for (const box of drawing.boxes) {
    lines.push(`  subgraph ${box.id}[${mermaidLabel(box.label)}]`);
    lines.push(...box.nodes.map((node) => `    ${nodeText(node)}`));
    lines.push("  end");
  }
  lines.push(...drawing.lines.map((line) => `  ${lineText(line)}`));
  return `${lines.join("\n")}\n`;
}

function nodeText({ id, label, kind }: DrawnNode): string {
  const text = mermaidLabel(label);
  if (kind === "hub") return `${id}{{${text}}}`;
  return kind === "edge" ? `${id}[${text}]` : `${id}([${text}])`;
}

function lineText({ from, to, label, kind, directed }: DrawnLine): string {
  const text = label.length > 0 ? `|${mermaidLabel(label)}| ` : "";
  return `${from} ${arrowOf(kind, directed)}${text || " "}${to}`;
}

function arrowOf(kind: DrawnLine["kind"], directed: boolean): string {
  if (kind === "standby") return "-.->";
  if (kind === "attachment") return "-->";
  return directed ? "==>" : "===";
}
