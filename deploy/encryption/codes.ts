import { defineCode } from "../../compiler/diagnostics/code.ts";
import { allAnew } from "../all-anew.ts";

/** No private key where one is needed. */
export const privateKeyMissing = defineCode({
  code: "MESH5140",
  severity: "error",
  title: "secrets without the private key that opens them",
  message: (p: { readonly what: string; readonly why: string }) =>
    `${p.what}, and no private key of age is here: ${p.why}`,
  help: () =>
    "No secret was touched, and none is made anew by itself. Put the private key of one of the recipients into a file " +
    `that nobody else can read, and name that in MESHC_AGE_KEY_FILE. ${allAnew}`,
});

/** Private keys that do not open what is encrypted. */
export const secretClosed = defineCode({
  code: "MESH5141",
  severity: "error",
  title: "a secret that no private key here opens",
  message: (p: { readonly what: string; readonly from: string }) =>
    `${p.what}, and no private key of ${p.from} opens it: it is encrypted to others, or damaged`,
  help: () =>
    "It is left as it is, and none is made anew in its place by itself. Name a file with the private key of one of the recipients " +
    "in MESHC_AGE_KEY_FILE (it may hold several, a line each), or put the damaged file back from a backup; what it " +
    `was encrypted to is recorded in \`mesh.json\`. ${allAnew}`,
});

/** Secrets that lie open again. */
export const secretsPlain = defineCode({
  code: "MESH5142",
  severity: "warning",
  title: "secrets that are not encrypted any more",
  message: (p: { readonly count: number; readonly where: string }) =>
    `${p.count === 1 ? "1 secret" : `${p.count} secrets`} in ${p.where} ${p.count === 1 ? "is" : "are"} not encrypted any more`,
  help: () =>
    "`state.secrets.age` names nobody, so whoever can read your files can read them. Name recipients again, and the next run encrypts them.",
});
