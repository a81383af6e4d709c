import type { CommandSpec } from "../command-spec.ts";
import { planOptions, verboseOption } from "../shared-options.ts";

/** `meshc apply`. */
export const applyCommand: CommandSpec = {
  name: "apply",
  summary: "bring the brokers to the manifest, wave by wave, and record what was applied",
  operand: { name: "planfile", description: "a plan that `meshc plan --out` saved (default: plan now)" },
  options: [
    ...planOptions,
    { flags: "--auto-approve", description: "do not ask; needed where there is no terminal" },
    { flags: "--json", description: "print the plan and what happens as lines of JSON" },
    verboseOption("a line for each step with its reason, and how long they took"),
  ],
  examples: [
    { what: "show the plan, ask, carry it out", command: "meshc apply" },
    { what: "in a pipeline", command: "meshc apply --auto-approve" },
    { what: "exactly what was looked at, or nothing", command: "meshc apply plan.json" },
    { what: "delete what is stored for a domain, too", command: "meshc apply --allow-data-loss orders" },
  ],
  load: async () => (await import("./apply.ts")).apply,
};
