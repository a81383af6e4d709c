import type { CommandSpec } from "../command-spec.ts";
import { environmentOption, manifestOperand, manifestOptions, verboseOption } from "../shared-options.ts";

/** `meshc compile`. */
export const compileCommand: CommandSpec = {
  name: "compile",
  summary: "write the artifacts of every environment",
  operand: manifestOperand,
  options: [
    ...manifestOptions,
    environmentOption,
    { flags: "-o, --output <folder>", description: "folder that the artifacts go to", required: true },
    { flags: "--check", description: "compare files by content, not by size and time" },
    verboseOption("name the files that are read and made, and how long it takes"),
  ],
  examples: [
    { what: "everything, into out/", command: "meshc compile -o out" },
    { what: "one environment of several", command: "meshc compile -o out --env office" },
  ],
  load: async () => (await import("./compile.ts")).compile,
};
