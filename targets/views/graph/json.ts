import type { View } from "../../../compiler/target.ts";
import { graphOf } from "./graph.ts";

/** The mesh as data, for other tools; its schema is `schema/output/graph.json`. */
export const jsonGraph: View = {
  format: "json",
  render(topology) {
    return `${JSON.stringify({ version: 1, ...graphOf(topology) }, null, 2)}\n`;
  },
};
