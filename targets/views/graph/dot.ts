import type { View } from "../../../compiler/target.ts";
import type { Drawing, DrawnLine, DrawnNode } from "./drawing.ts";
import { drawingOf } from "./drawing.ts";
import { graphOf } from "./graph.ts";

/** A graph for Graphviz: `meshc graph --format dot | dot -Tsvg`. */
export const dotGraph: View = {
  format: "dot",
  render: (topology) => print(drawingOf(graphOf(topology))),
};

/**
 * A label of DOT. Graphviz expands backslash sequences and character references inside quotes, so backslashes,
 * quotes and ampersands are escaped; what else cannot be seen becomes a blank.
 */
export function dotLabel(lines: readonly string[]): string {
  const encoded = lines.map((line) =>
    line
      .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ")
      .replaceAll("\\", "\\\\")
      .replaceAll('"', '\\"')
      .replaceAll("&", "&amp;"),
  );
  return `"${encoded.join("\\n")}"`;
}

function print(drawing: Drawing): string {
  const lines = ["digraph mesh {", '  graph [rankdir="LR", fontname="sans-serif", compound="true"]'];
  lines.push('  node [fontname="sans-serif", fontsize="11"]', '  edge [fontname="sans-serif", fontsize="9"]');
  for (const box of drawing.boxes) {
    lines.push(`  subgraph cluster_${box.id} {`, `    graph [label=${dotLabel(box.label)}, style="rounded"]`);
    lines.push(...box.nodes.map((node) => `    ${nodeText(node)}`), "  }");
  }
  lines.push(...drawing.lines.map((line) => `  ${lineText(line)}`), "}");
  return `${lines.join("\n")}\n`;
}

const shapes = { hub: "hexagon", edge: "box", application: "ellipse" } as const;

function nodeText({ id, label, kind }: DrawnNode): string {
  return `${id} [label=${dotLabel(label)}, shape="${shapes[kind]}"]`;
}

const styles = { link: "bold", standby: "dashed", attachment: "solid" } as const;

function lineText({ from, to, label, kind, directed }: DrawnLine): string {
  const direction = directed ? "" : ', dir="none"';
  return `${from} -> ${to} [label=${dotLabel(label)}, style="${styles[kind]}"${direction}]`;
}
