import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { createReporter, type Reporter } from "./diagnostics/reporter.ts";
import { resultOf, type Result } from "./diagnostics/result.ts";
import type { Manifest, ManifestData } from "./model/manifest.ts";
import type { Topology } from "./model/topology.ts";
import type { Span } from "./source/source-file.ts";
import { understand, type UnderstandOptions } from "./understand.ts";

/** Where all of it counts as written: there is no file of it that anybody could look into. */
const nowhere: Span = { file: { name: "", text: "" }, start: 0, end: 0 };

/**
 * From merged manifest data to a proven mesh, as from a manifest that was read. What is found wrong has no place. What
 * was said in vain was found when the manifest was written, and is no matter here.
 */
export function recompile(data: ManifestData, options: UnderstandOptions): Result<Topology> {
  const manifest: Manifest = { data, locate: () => ({ span: nowhere }) };
  const report = createReporter(manifest.locate);
  const topology = understand(manifest, undefined, options, report);
  if (!topology) return { ok: false, diagnostics: placeless(report) };
  if (options.stands) return { ok: true, value: topology, diagnostics: [] };
  return resultOf(topology, placeless(report));
}

function placeless({ diagnostics }: Reporter): readonly Diagnostic[] {
  return diagnostics.map(({ code, severity, message, help }) => ({
    code,
    severity,
    message,
    help,
    related: [],
  }));
}
