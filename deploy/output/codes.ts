import { defineCode } from "../../compiler/diagnostics/code.ts";

/** A path for the output where something other than a folder stands. */
export const outputNotAFolder = defineCode({
  code: "MESH5001",
  severity: "error",
  title: "an output that is not a folder",
  message: (p: { readonly directory: string }) => `"${p.directory}" is not a folder`,
  help: () => "Name a folder that is empty, does not exist yet, or was written by `meshc compile`.",
});

/** Files in the output folder that are not meshc's. */
export const outputForeign = defineCode({
  code: "MESH5002",
  severity: "error",
  title: "an output folder with other files",
  message: (p: { readonly directory: string; readonly files: readonly string[] }) =>
    `"${p.directory}" holds files that meshc did not write: ${p.files.map((file) => `"${file}"`).join(", ")}`,
  help: () =>
    "Move them away or name another folder; in its output folder meshc removes what it no longer makes.",
});

/** A `mesh.lock.json` that cannot be trusted to say which files are meshc's. */
export const outputLockUnreadable = defineCode({
  code: "MESH5003",
  severity: "error",
  title: "an unreadable lock in the output folder",
  message: (p: { readonly file: string; readonly reason: string }) =>
    `"${p.file}" is no lock of meshc's: ${p.reason}`,
  help: () => "Bring the file back as it was, or name another output folder.",
});

/** An output that the operating system does not let us write. */
export const outputUnwritable = defineCode({
  code: "MESH5004",
  severity: "error",
  title: "an output that cannot be written",
  message: (p: { readonly path: string; readonly reason: string }) =>
    `"${p.path}" cannot be written: ${p.reason}`,
  help: () =>
    "Make room or correct the permissions, then compile again: the next run completes what this one began.",
});
