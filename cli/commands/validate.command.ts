import type { CommandSpec } from "../command-spec.ts";
import { environmentOption, manifestOperand, manifestOptions } from "../shared-options.ts";

/** `meshc validate`. */
export const validateCommand: CommandSpec = {
  name: "validate",
  summary: "check the manifest: schema, references, rules, policies and proofs",
  operand: manifestOperand,
  options: [
    ...manifestOptions,
    { ...environmentOption, description: "also check that this environment can be compiled; repeatable" },
    {
      flags: "--format <format>",
      description: "how to print what was found",
      choices: ["text", "json", "sarif", "github"],
      default: "text",
    },
  ],
  examples: [
    { what: "check the mesh of the current folder", command: "meshc validate" },
    { what: "annotate a pull request on GitHub", command: "meshc validate infra/mesh.yaml --format github" },
  ],
  load: async () => (await import("./validate.ts")).validate,
};
