import { defineCode } from "../../compiler/diagnostics/code.ts";

/** An application without credentials in the state. */
export const noCredentials = defineCode({
  code: "MESH5201",
  severity: "error",
  title: "credentials that were never made",
  message: (p: { readonly application: string }) =>
    `no credentials of application "${p.application}" are recorded`,
  help: () => "Run `meshc up` (again, if the application is new): it makes what is missing.",
});
