import { defineCode } from "../code.ts";

/** A name that nothing in the manifest declares. */
export const unknownName = defineCode({
  code: "MESH2001",
  severity: "error",
  title: "unknown name",
  message: (p: { readonly kind: string; readonly name: string; readonly suggestion?: string }) =>
    `no ${p.kind} is called "${p.name}"${p.suggestion ? `; did you mean "${p.suggestion}"?` : ""}`,
  help: (p) => `Declare the ${p.kind} "${p.name}", or refer to one that the manifest declares.`,
});
