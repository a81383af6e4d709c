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

/** A name of something that may be lost, which nothing has. */
export const lossUnknown = defineCode({
  code: "MESH5602",
  severity: "warning",
  title: "a loss that is allowed of something that is not there",
  message: (p: { readonly name: string; readonly suggestion?: string | undefined }) =>
    `--allow-data-loss=${p.name} names nothing that the mesh has or had`,
  help: (p) =>
    p.suggestion === undefined
      ? "Leave it out, or name a domain, an application or a broker."
      : `Did you mean \`--allow-data-loss=${p.suggestion}\`? Else leave it out.`,
});
