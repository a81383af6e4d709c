import type { CommandSpec } from "../command-spec.ts";
import { manifestOptions } from "../shared-options.ts";

/** `meshc credentials`. */
export const credentialsCommand: CommandSpec = {
  name: "credentials",
  summary: "what an application needs to connect: addresses, identity, topics",
  operand: {
    name: "application",
    description: "an application of the manifest",
    required: true,
    names: "applications",
  },
  options: [
    ...manifestOptions,
    { flags: "--up", description: "for the mesh that `meshc up` runs from this folder, and no other" },
    {
      flags: "--format <format>",
      description: "what to print",
      choices: ["json", "nats-context", "env", "properties", "kubernetes"],
      default: "json",
    },
    { flags: "-o, --output <file>", description: "write to a file that only you can read (mode 0600)" },
    { flags: "--show", description: "print secrets to a terminal" },
  ],
  examples: [
    { what: "a file for the application", command: "meshc credentials till -o till.json" },
    { what: "variables for its environment", command: "meshc credentials till --format env -o till.env" },
    {
      what: "for the nats command line",
      command: "meshc credentials till --format nats-context -o till.json",
    },
  ],
  load: async () => (await import("./credentials.ts")).credentials,
};
