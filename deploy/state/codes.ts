import { defineCode } from "../../compiler/diagnostics/code.ts";

/** A manifest of the state that is not what was written. */
export const manifestDamaged = defineCode({
  code: "MESH5501",
  severity: "error",
  title: "a recorded manifest that is missing or damaged",
  message: (p: { readonly file: string; readonly why: string }) => `${p.file} ${p.why}`,
  help: () =>
    "It is the manifest that was applied, with which the one of now is compared. Nothing was changed. Put it back from a backup, or from `.meshc/last-applied` of a machine that applied it.",
});

/** A store of a kind that nothing carries out. */
export const storeNotBuilt = defineCode({
  code: "MESH5502",
  severity: "error",
  title: "a kind of store that is not built yet",
  message: (p: { readonly store: string }) => `the state cannot be kept in ${p.store} yet`,
  help: () => "Keep it in a folder, `file:DIR`, or in a bucket, `s3:BUCKET/PREFIX`.",
});
