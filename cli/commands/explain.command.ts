import type { CommandSpec } from "../command-spec.ts";
import { environmentOption, manifestOptions } from "../shared-options.ts";

/** `meshc explain`. */
export const explainCommand: CommandSpec = {
  name: "explain",
  summary: "explain a diagnostic, a key of the manifest, or why something of the mesh exists",
  operand: {
    name: "what",
    description:
      "a code (MESH2104), a key (brokers.uplink), a broker, link, application, domain, event, environment, policy, team or port number of the mesh, or `ports`",
    required: true,
    names: "parts",
  },
  options: [...manifestOptions, environmentOption],
  examples: [
    { what: "what a diagnostic means, with an example", command: "meshc explain MESH2104" },
    { what: "what a key is for, and which keys stand below it", command: "meshc explain brokers.listeners" },
    { what: "why a link exists and what may cross it", command: "meshc explain shop.uplink" },
    { what: "what to open in the firewall of an environment", command: "meshc explain ports --env office" },
  ],
  load: async () => (await import("./explain.ts")).explain,
};
