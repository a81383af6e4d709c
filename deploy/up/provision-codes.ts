import { defineCode } from "../../compiler/diagnostics/code.ts";
import type { UpFolder } from "./up-folder.ts";

/** Something inside a broker that cannot become what the manifest says without loss. */
export const provisionRefused = defineCode({
  code: "MESH5122",
  severity: "error",
  title: "a change that would lose stored events",
  message: (p: { readonly broker: string; readonly what: string; readonly why: string }) =>
    `${p.what} at ${p.broker} stays as it is: ${p.why}`,
  help: () =>
    "Take the change back, or remove all that is stored with `meshc down --clean` first. Everything else is as the manifest says.",
});

/** Stored events that their readers would not get any more. */
export const eventsWithheld = defineCode({
  code: "MESH5124",
  severity: "error",
  title: "a change that would keep stored events from their readers",
  message: (p: {
    readonly broker: string;
    readonly by: Pick<UpFolder, "command" | "shown">;
    readonly what: string;
    readonly why: string;
  }) => `${p.what} at ${p.broker} stays as it is: ${p.why}`,
  help: ({ by }) =>
    `Take the change back and run \`${by.command}\`, let the events be read, then make the change again. Where nobody needs them any more, take the subscription out first.`,
});

/** Brokers that store and do not agree on a leader. */
export const notProvisioned = defineCode({
  code: "MESH5121",
  severity: "error",
  title: "streams that could not be made",
  message: (p: {
    readonly broker: string;
    readonly by: Pick<UpFolder, "command" | "shown">;
    readonly why: string;
  }) => `the streams at ${p.broker} could not be brought about: ${p.why}`,
  help: ({ by }) =>
    `Look at \`meshc status\` and the logs in \`${by.shown}\`, then run \`${by.command}\` again.`,
});

/** Streams that nothing comes to from where they are to be filled. */
export const nothingCopied = defineCode({
  code: "MESH5123",
  severity: "error",
  title: "streams that are not filled",
  message: (p: {
    readonly broker: string;
    readonly by: Pick<UpFolder, "command" | "shown">;
    readonly why: readonly string[];
  }) =>
    `a stream at ${p.broker} that is filled from elsewhere stays as it is: ${p.why.join(", ") || "it cannot be asked"}`,
  help: ({ by }) =>
    `Look at \`meshc status\` and the logs in \`${by.shown}\`, then run \`${by.command}\` again.`,
});

/** Servers that would not find what they hold, once their number or their part in the mesh is another. */
export const serversHold = defineCode({
  code: "MESH5128",
  severity: "error",
  title: "a change of servers that would lose stored events",
  message: (p: {
    readonly broker: string;
    readonly by: Pick<UpFolder, "command" | "shown">;
    readonly what: string;
    readonly why: string;
  }) => `${p.what} at ${p.broker} would be lost with the change of its servers: ${p.why}`,
  help: ({ by }) =>
    `Nothing was changed. Take the change of the broker back and run \`${by.command}\`; where nobody needs any more what it holds, remove all that is stored with \`meshc down --clean\` first.`,
});
