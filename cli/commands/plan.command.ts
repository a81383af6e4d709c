import type { CommandSpec } from "../command-spec.ts";
import { manifestOperand, planOptions, verboseOption } from "../shared-options.ts";

/** `meshc plan`. */
export const planCommand: CommandSpec = {
  name: "plan",
  summary: "say what `meshc apply` would change, what it costs and whom, against what was applied",
  operand: manifestOperand,
  options: [
    ...planOptions,
    { flags: "--out <file>", description: "save the plan, for `meshc apply FILE`; it holds no secret" },
    { flags: "--live", description: "ask the brokers, too: add how what runs differs from what was applied" },
    { flags: "--offline", description: "read the copy that the last apply left here, not the store" },
    {
      flags: "--detailed-exitcode",
      description: "exit with 2 where there is something to change, with 0 where there is nothing",
    },
    verboseOption("say how long it took"),
    { flags: "--json", description: "print JSON, the same as --format json" },
    {
      flags: "--format <format>",
      description: "how to print the plan; markdown is a comment to a pull request",
      choices: ["text", "json", "markdown"],
      default: "text",
    },
  ],
  examples: [
    { what: "what would change", command: "meshc plan" },
    {
      what: "save it, look at it, carry it out",
      command: "meshc plan --out plan.json && meshc apply plan.json",
    },
    { what: "a comment to a pull request", command: "meshc plan --format markdown > comment.md" },
    {
      what: "does what is applied still fit the manifest?",
      command: "meshc plan --detailed-exitcode",
    },
  ],
  load: async () => (await import("./plan.ts")).plan,
};
