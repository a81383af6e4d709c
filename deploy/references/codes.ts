import { defineCode } from "../../compiler/diagnostics/code.ts";

/** A secret reference that leads nowhere, or to what cannot be read. */
export const unresolvedReference = defineCode({
  code: "MESH5401",
  severity: "error",
  title: "a secret reference that cannot be resolved",
  message: (p: { readonly reference: string; readonly why: string; readonly fix: string }) =>
    `secret reference "${p.reference}" cannot be resolved: ${p.why}`,
  help: (p) => p.fix,
});
