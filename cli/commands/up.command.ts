import type { CommandSpec } from "../command-spec.ts";
import { manifestOperand, manifestOptions, verboseOption } from "../shared-options.ts";

/** `meshc up`. */
export const upCommand: CommandSpec = {
  name: "up",
  summary: "run the whole mesh on this machine, with real brokers on loopback",
  operand: manifestOperand,
  options: [
    ...manifestOptions,
    {
      flags: "-d, --detach",
      description: "return once it is up; `meshc down` ends it (default: run until stopped)",
    },
    { flags: "--tls", description: "clients and links speak TLS, with certificates that are made for it" },
    {
      flags: "--no-tls",
      description: "they do not; where neither is said it stays as it is (default: without TLS)",
    },
    verboseOption("a line for each step with its reason, how long they took, where instances listen and log"),
  ],
  examples: [
    { what: "run the mesh of the current folder until Ctrl-C", command: "meshc up" },
    { what: "the same, with TLS everywhere", command: "meshc up --tls --detach" },
    { what: "start it, or bring what runs to the manifest", command: "meshc up --detach" },
  ],
  load: async () => (await import("./up.ts")).up,
};
