import type { CommandSpec } from "../command-spec.ts";
import { allOption, manifestFolderOption, manifestOperand } from "../shared-options.ts";

/** `meshc fmt`. */
export const fmtCommand: CommandSpec = {
  name: "fmt",
  summary: "bring the manifest's files into canonical order and layout, comments kept",
  operand: manifestOperand,
  options: [
    manifestFolderOption,
    {
      flags: "--overlay <file>",
      description: "format this overlay too; repeatable",
      repeatable: true,
    },
    { flags: "--check", description: "change nothing; exit 1 where a file would change" },
    allOption,
  ],
  examples: [
    { what: "the manifest of the current folder and what it includes", command: "meshc fmt" },
    { what: "in a pipeline", command: "meshc fmt --check" },
  ],
  load: async () => (await import("./fmt.ts")).fmt,
};
