import type { CommandSpec } from "../command-spec.ts";
import { manifestFolderOption, overlayOption } from "../shared-options.ts";

/** `meshc state`. */
export const stateCommand: CommandSpec = {
  name: "state",
  summary: "look at what is recorded, break a lock that was left behind, move the record elsewhere",
  operand: {
    name: "what",
    description:
      "`list`, `unlock NAME` (an environment, or `mesh`), `move STORE` (file:DIR or s3:BUCKET/PREFIX) or `release ENVIRONMENT`",
    required: true,
    variadic: true,
    words: ["list", "unlock", "move", "release"],
  },
  options: [manifestFolderOption, overlayOption, { flags: "--json", description: "print JSON" }],
  examples: [
    { what: "what is recorded, where, and who holds it", command: "meshc state list" },
    { what: "a machine died while it applied", command: "meshc state unlock office" },
    {
      what: "nothing of an environment runs there any more, though it is recorded",
      command: "meshc state release office",
    },
    { what: "keep it where others can read it", command: "meshc state move s3:acme-mesh/production" },
  ],
  load: async () => (await import("./state.ts")).state,
};
