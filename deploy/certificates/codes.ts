import { defineCode } from "../../compiler/diagnostics/code.ts";

/** A certificate of the user's that nobody who dials the broker would take, or that cannot be shown at all. */
export const unfitCertificate = defineCode({
  code: "MESH5402",
  severity: "error",
  title: "a certificate that does not do",
  message: (p: { readonly broker: string; readonly why: string; readonly names: readonly string[] }) =>
    `the certificate of broker "${p.broker}" does not do: ${p.why}`,
  help: (p) =>
    `What is needed is one that holds for ${p.names.join(" and ")}, with its key and with who signed it. With \`certificates: generated\` meshc makes one.`,
});
