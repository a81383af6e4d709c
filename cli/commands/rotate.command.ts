import type { CommandSpec } from "../command-spec.ts";
import { manifestFolderOption, meshOptions, overlayOption, verboseOption } from "../shared-options.ts";

/** `meshc rotate`. */
export const rotateCommand: CommandSpec = {
  name: "rotate",
  summary: "give applications, links and operators new keys; the old ones let nobody in any more",
  operand: {
    name: "name",
    description:
      "an application, a link, or an operator's identity (`application.NAME` where several are called so)",
    required: true,
    variadic: true,
    names: "identities",
  },
  options: [
    manifestFolderOption,
    overlayOption,
    {
      flags: "--revoke",
      description: "at once: connections that are logged in with the old key are ended",
      required: true,
    },
    { flags: "--reason <text>", description: "why, to be recorded" },
    ...meshOptions,
    { flags: "--json", description: "print JSON" },
    verboseOption("a line for each step with its reason"),
  ],
  examples: [
    { what: "a laptop with the key of an application was lost", command: "meshc rotate --revoke till" },
    {
      what: "two keys, and why",
      command: 'meshc rotate --revoke till oslo.uplink --reason "backup was public"',
    },
  ],
  load: async () => (await import("./rotate.ts")).rotate,
};
