import type { CommandSpec } from "../command-spec.ts";

/** `meshc names`, which the completion scripts call. */
export const namesCommand: CommandSpec = {
  name: "names",
  summary: "print names of the mesh at hand, for completion in a shell",
  hidden: true,
  operand: {
    name: "kind",
    description:
      "applications, brokers, environments, identities or parts; after it, behind `--`, the words typed so far",
    required: true,
    variadic: true,
  },
  options: [],
  examples: [{ what: "applications of a mesh", command: "meshc names applications -- -m infra" }],
  load: async () => (await import("./names.ts")).names,
};
