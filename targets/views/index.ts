import type { View } from "../../compiler/target.ts";
import { dotGraph } from "./graph/dot.ts";
import { jsonGraph } from "./graph/json.ts";
import { mermaidGraph } from "./graph/mermaid.ts";

/** Every view, in the order of the help; the first is the default. */
export const views: readonly View[] = [mermaidGraph, dotGraph, jsonGraph];
