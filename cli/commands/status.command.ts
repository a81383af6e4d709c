import type { CommandSpec } from "../command-spec.ts";
import { environmentOption, manifestFolderOption, meshOptions, overlayOption } from "../shared-options.ts";

/** `meshc status`. */
export const statusCommand: CommandSpec = {
  name: "status",
  summary: "health of the running mesh, and how it differs from what was applied",
  operand: { name: "path", description: "manifest, or its folder (default: the current folder)" },
  options: [
    manifestFolderOption,
    overlayOption,
    environmentOption,
    ...meshOptions,
    { flags: "--json", description: "print JSON" },
  ],
  examples: [
    { what: "is everything up and linked?", command: "meshc status" },
    {
      what: "of what was applied, though `meshc up` runs the mesh here, too",
      command: "meshc status --applied",
    },
  ],
  load: async () => (await import("./status.ts")).status,
};
