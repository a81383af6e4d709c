import type { CommandSpec } from "../command-spec.ts";
import { environmentOption, manifestOperand, manifestOptions } from "../shared-options.ts";

/** `meshc graph`. */
export const graphCommand: CommandSpec = {
  name: "graph",
  summary: "print the mesh as a picture",
  operand: manifestOperand,
  options: [
    ...manifestOptions,
    {
      ...environmentOption,
      description: "only this environment and what its links lead to; repeatable",
    },
    {
      flags: "--format <format>",
      description: "mermaid for Markdown, dot for Graphviz, json for other tools",
      choices: ["mermaid", "dot", "json"],
      default: "mermaid",
    },
    { flags: "-o, --output <file>", description: "write to a file (default: standard output)" },
  ],
  examples: [
    { what: "a picture for a Markdown page", command: "meshc graph" },
    { what: "an SVG, with Graphviz", command: "meshc graph --format dot | dot -Tsvg > mesh.svg" },
    { what: "all links, with jq", command: "meshc graph --format json | jq -r '.links[].name'" },
  ],
  load: async () => (await import("./graph.ts")).graph,
};
