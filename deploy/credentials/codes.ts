import { defineCode } from "../../compiler/diagnostics/code.ts";
import type { MeshCommand } from "../up/up-folder.ts";

/** Somebody without credentials in the state. */
export const noCredentials = defineCode({
  code: "MESH5201",
  severity: "error",
  title: "credentials that were never made",
  message: (p: { readonly of: string; readonly command: MeshCommand }) =>
    `no credentials of ${p.of} are recorded`,
  help: ({ command }) => `Run \`${command}\` (again, if the application is new): it makes what is missing.`,
});

/** A file for credentials that is not below the manifest's folder, or is another application's. */
export const credentialsFileUnfit = defineCode({
  code: "MESH5203",
  severity: "error",
  title: "a file that cannot take credentials",
  message: (p: { readonly application: string; readonly file: string; readonly why: string }) =>
    `the credentials of application "${p.application}" cannot be put into ${p.file}: ${p.why}`,
  help: () =>
    "Name a file of its own below the folder of `mesh.yaml`, which is not there yet or holds credentials of this application.",
});
