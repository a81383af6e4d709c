import { defineCode } from "../../compiler/diagnostics/code.ts";
import type { MeshCommand } from "../up/up-folder.ts";

/** The file of a key holds one that was revoked, though the identity has another. */
export const revokedKeyRestored = defineCode({
  code: "MESH5301",
  severity: "error",
  title: "a revoked key that came back",
  message: (p: { readonly identity: string; readonly file: string; readonly at: string }) =>
    `${p.file} holds the key of ${p.identity} that was revoked at ${p.at}: it was put back from an older copy`,
  help: () =>
    "Put the file back as it was after that. If there is no copy of it, `meshc rotate --revoke` with the identity's name gives it a new key.",
});

/** An old key that is not known to be out everywhere. */
export const oldKeyStaysIn = defineCode({
  code: "MESH5302",
  severity: "error",
  title: "a revoked key that may still be let in",
  message: (p: {
    readonly identities: readonly string[];
    readonly instance: string;
    readonly why: string;
    readonly command: MeshCommand;
  }) => `${p.instance} may still let in the old key of ${p.identities.join(" and ")}: ${p.why}`,
  help: ({ command }) =>
    `Keep others from it until this is mended. \`meshc rotate --revoke\` or \`${command}\`, run again, finishes what was begun.`,
});

/** A name that several identities have. */
export const severalOfName = defineCode({
  code: "MESH5303",
  severity: "error",
  title: "a name of several identities",
  message: (p: { readonly name: string; readonly identities: readonly string[] }) =>
    `"${p.name}" is the name of ${p.identities.join(" and of ")}`,
  help: (p) => `Say which: ${p.identities.map((one) => `\`${one}\``).join(" or ")}.`,
});

/** A name that no identity has. */
export const noSuchIdentity = defineCode({
  code: "MESH5304",
  severity: "error",
  title: "an identity that has no key",
  message: (p: {
    readonly name: string;
    readonly suggestion: string | undefined;
    readonly command: MeshCommand;
  }) =>
    `no application, link or operator called "${p.name}" has a key here${p.suggestion === undefined ? "" : `; did you mean "${p.suggestion}"?`}`,
  help: ({ command }) =>
    `An application and a link get one by \`${command}\`, an operator by \`meshc credentials --operator\`; \`meshc explain\` tells the names of links.`,
});

/** An old key that could not be tried. */
export const oldKeyNotTried = defineCode({
  code: "MESH5305",
  severity: "warning",
  title: "a revoked key that could not be tried",
  message: (p: { readonly identity: string; readonly why: string }) =>
    `whether the old key of ${p.identity} is refused was not tried: ${p.why}`,
  help: () =>
    "Every instance took the list without it, and its connections are ended; only the proof by a login is missing.",
});

/** A revocation that some instance was not seen to carry out. */
export const revocationUnfinished = defineCode({
  code: "MESH5306",
  severity: "warning",
  title: "a revocation that is not finished",
  message: (p: { readonly identity: string; readonly at: string; readonly command: MeshCommand }) =>
    `the key of ${p.identity} was revoked at ${p.at}, and not every instance was seen to refuse it`,
  help: ({ command }) => `\`${command}\` or \`meshc rotate --revoke\` finishes it.`,
});
