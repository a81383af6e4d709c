import { createReporter, type Locator } from "./diagnostics/reporter.ts";
import { andThen, resultOf, type Result } from "./diagnostics/result.ts";
import { emit, lowerAll } from "./emit/emit.ts";
import { load } from "./load/load.ts";
import type { Artifact } from "./model/artifact.ts";
import type { Documents } from "./model/documents.ts";
import type { Manifest, ManifestData } from "./model/manifest.ts";
import type { Topology } from "./model/topology.ts";
import type { Workload } from "./model/workload.ts";
import { byKey } from "./resolve/by-key.ts";
import { checkRenames } from "./resolve/check-renames.ts";
import type { SourceReader } from "./source/source-reader.ts";
import { declaredAddressing } from "./synthesize/declared-addressing.ts";
import type { Platform, WorkloadEngine } from "./target.ts";
import { understand, type UnderstandOptions } from "./understand.ts";
import { validate } from "./validate/validate.ts";

/** What an analysis is made with. */
export interface AnalyzeOptions extends UnderstandOptions {
  /** Files to lay over the manifest, in order. */
  readonly overlays: readonly string[];
}

/** A manifest that was understood and proven. */
export interface Analysis {
  readonly documents: Documents;
  /** The manifest with all that is worked into it, its entries under their keys. */
  readonly data: ManifestData;
  readonly locate: Locator;
  readonly topology: Topology;
}

/** Reads, understands and proves a manifest: everything but its artifacts. */
export function analyze(root: string, sources: SourceReader, options: AnalyzeOptions): Result<Analysis> {
  const loaded = load(root, sources, { overlays: options.overlays });
  return andThen(loaded, (documents) =>
    andThen(validate(documents), (manifest) => analysisOf(documents, manifest, options)),
  );
}

function analysisOf(documents: Documents, written: Manifest, options: AnalyzeOptions): Result<Analysis> {
  const renames = createReporter(written.locate);
  if (!checkRenames(written.data, renames)) return { ok: false, diagnostics: renames.diagnostics };
  const manifest = byKey(written);
  const { data, locate } = manifest;
  const report = createReporter(locate);
  const topology = understand(manifest, documents, options, report);
  if (!topology) return { ok: false, diagnostics: report.diagnostics };
  return resultOf({ documents, data, locate, topology }, report.diagnostics);
}

/** What a compilation gives. */
export interface Compilation {
  readonly workloads: readonly Workload[];
  readonly artifacts: readonly Artifact[];
}

/** The artifacts of an analyzed manifest, for the named environments or for all. */
export function compile(
  analysis: Analysis,
  engines: readonly WorkloadEngine[],
  platforms: readonly Platform[],
  environments: readonly string[],
): Result<Compilation> {
  const report = createReporter(analysis.locate);
  const byName = new Map(engines.map((engine) => [engine.name, engine]));
  const { topology } = analysis;
  const chosen = new Set(environments.length > 0 ? environments : topology.mesh.environments.keys());
  const workloads = lowerAll(topology, byName, declaredAddressing(topology, chosen, report));
  const printers = new Map(platforms.map((platform) => [platform.name, platform]));
  const artifacts = emit(topology, workloads, printers, chosen, report);
  return resultOf({ workloads, artifacts }, report.diagnostics);
}
