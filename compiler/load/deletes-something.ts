import { deletesNothing } from "../diagnostics/codes/load.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { MapNode } from "../model/documents.ts";
import type { LoadContext } from "./load-context.ts";
import { sections } from "./sections.ts";

/** Warns of each entry that an overlay deletes and that the manifest below does not have. */
export function deletesSomething(context: LoadContext, manifest: MapNode, overlay: MapNode): void {
  for (const [section, { value }] of overlay.entries) {
    if (!sections.has(section) || value.kind !== "map") continue;
    const below = manifest.entries.get(section)?.value;
    const known = below?.kind === "map" ? below.entries : new Map<string, unknown>();
    for (const [name, entry] of value.entries) {
      const isDeleted = entry.value.kind === "scalar" && entry.value.value === null;
      if (!isDeleted || known.has(name)) continue;
      const suggestion = suggest(name, known.keys());
      const parameters = { what: `\`${section}.${name}\``, ...(suggestion ? { suggestion } : {}) };
      context.report(deletesNothing, parameters, entry.key);
    }
  }
}
