import { defineCode } from "../code.ts";

/** A name under which more than one thing could be lost. */
export const lossAmbiguous = defineCode({
  code: "MESH5601",
  severity: "error",
  title: "a loss that is allowed by a name that several have",
  message: (p: { readonly name: string; readonly kinds: readonly string[] }) =>
    `--allow-data-loss=${p.name} could mean ${p.kinds.map((kind) => `${kind} "${p.name}"`).join(" or ")}`,
  help: (p) => `Say which: ${p.kinds.map((kind) => `\`--allow-data-loss=${kind}/${p.name}\``).join(" or ")}.`,
});
