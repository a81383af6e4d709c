import type { CommandSpec } from "../command-spec.ts";
import { manifestFolderOption } from "../shared-options.ts";

/** `meshc down`. */
export const downCommand: CommandSpec = {
  name: "down",
  summary: "end what `meshc up` started from this folder, and nothing else",
  operand: { name: "path", description: "manifest, or its folder (default: the current folder)" },
  options: [
    manifestFolderOption,
    { flags: "--clean", description: "remove logs, keys and all else that `meshc up` kept" },
  ],
  examples: [
    { what: "stop; logs and keys stay for the next time", command: "meshc down" },
    { what: "leave nothing behind", command: "meshc down --clean" },
  ],
  load: async () => (await import("./down.ts")).down,
};
