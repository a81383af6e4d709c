import type { CommandSpec } from "../command-spec.ts";

/** `meshc init`. */
export const initCommand: CommandSpec = {
  name: "init",
  summary: "start a mesh: a commented manifest, editor settings and a pipeline",
  operand: { name: "folder", description: "where to write (default: the current folder)" },
  options: [
    {
      flags: "--template <template>",
      description: "mesh to start from",
      choices: ["quickstart", "microservices", "lines-of-business", "order-processing", "iot", "hybrid"],
      default: "quickstart",
    },
    {
      flags: "--pipeline <pipeline>",
      description: "whose pipeline file to write",
      choices: ["github", "gitlab", "none"],
      default: "github",
    },
  ],
  examples: [
    { what: "a first mesh in the current folder", command: "meshc init" },
    {
      what: "teams that share data, in infra/mesh",
      command: "meshc init infra/mesh --template lines-of-business",
    },
  ],
  load: async () => (await import("./init.ts")).init,
};
