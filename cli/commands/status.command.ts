import type { CommandSpec } from "../command-spec.ts";
import { environmentOption, manifestFolderOption } from "../shared-options.ts";

/** `meshc status`. */
export const statusCommand: CommandSpec = {
  name: "status",
  summary: "health of the running mesh, and how it differs from what was applied",
  operand: { name: "path", description: "manifest, or its folder (default: the current folder)" },
  options: [
    manifestFolderOption,
    environmentOption,
    { flags: "--up", description: "the mesh that `meshc up` runs from this folder, and no other" },
    { flags: "--json", description: "print JSON" },
  ],
  examples: [{ what: "is everything up and linked?", command: "meshc status" }],
  load: async () => (await import("./status.ts")).status,
};
