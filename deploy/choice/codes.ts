import { defineCode } from "../../compiler/diagnostics/code.ts";

/** A manifest that is no longer what was applied. */
export const manifestMoved = defineCode({
  code: "MESH5721",
  severity: "warning",
  title: "a manifest that changed since it was applied",
  message: (p: { readonly changes: number }) =>
    `the manifest changed since it was applied: ${p.changes} ${p.changes === 1 ? "change" : "changes"} to apply`,
  help: () => "`meshc plan` shows them; until they are applied, what differs may fail.",
});
