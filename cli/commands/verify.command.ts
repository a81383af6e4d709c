import type { CommandSpec } from "../command-spec.ts";
import {
  environmentOption,
  manifestOperand,
  manifestOptions,
  meshOptions,
  verboseOption,
} from "../shared-options.ts";

/** `meshc verify`. */
export const verifyCommand: CommandSpec = {
  name: "verify",
  summary: "prove on the running mesh that every flow delivers and nothing else does",
  operand: manifestOperand,
  options: [
    ...manifestOptions,
    {
      ...environmentOption,
      description: "print only what begins, ends or is refused in this environment; repeatable",
    },
    { flags: "--rights", description: "also try every identity against every topic" },
    ...meshOptions,
    verboseOption("list what was refused as it should be too, as --all does"),
    { flags: "--json", description: "print JSON, the same as --format json" },
    {
      flags: "--format <format>",
      description: "how to print what was found",
      choices: ["text", "json", "junit"],
      default: "text",
    },
  ],
  examples: [
    { what: "each declared flow and each forbidden one", command: "meshc verify" },
    {
      what: "the same, with a line for each that was refused as it should be",
      command: "meshc verify --all",
    },
    {
      what: "for a pipeline that reads test reports",
      command: "meshc verify --rights --format junit > mesh.xml",
    },
  ],
  load: async () => (await import("./verify.ts")).verify,
};
