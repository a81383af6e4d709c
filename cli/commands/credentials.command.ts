import type { CommandSpec } from "../command-spec.ts";
import { manifestOptions, meshOptions } from "../shared-options.ts";

/** `meshc credentials`. */
export const credentialsCommand: CommandSpec = {
  name: "credentials",
  summary: "what an application, or a person who looks inside a broker, needs to connect",
  operand: {
    name: "application",
    description: "an application of the manifest",
    names: "applications",
  },
  options: [
    ...manifestOptions,
    ...meshOptions,
    {
      flags: "--operator <broker>",
      description:
        "let a person look inside this broker, who may change nothing, and hand out what that takes",
      names: "brokers",
    },
    {
      flags: "--name <name>",
      description: "with --operator: the person (default: your name on this machine)",
    },
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
    {
      what: "see what goes on in a broker",
      command: "meshc credentials --operator core --format nats-context -o core.json",
    },
  ],
  load: async () => (await import("./credentials.ts")).credentials,
};
