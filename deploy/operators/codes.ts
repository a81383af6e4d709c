import { defineCode } from "../../compiler/diagnostics/code.ts";
import type { MeshCommand } from "../up/up-folder.ts";

/** What runs is not what the manifest says, so that letting somebody in would change more than that. */
export const operatorNeedsUp = defineCode({
  code: "MESH5202",
  severity: "error",
  title: "a mesh that has to be brought up before somebody is let in",
  message: (p: {
    readonly broker: string;
    readonly command: MeshCommand;
    readonly what: readonly string[];
  }) =>
    `nobody is let into ${p.broker}, since more than that would change: ${p.what.slice(0, mostNamed).join("; ")}`,
  help: ({ command }) => `\`${command}\` brings the mesh to the manifest. Then run this again.`,
});

const mostNamed = 5;
