import { check } from "./check/check.ts";
import { checkUse } from "./check/check-use.ts";
import { createReporter, type Locator } from "./diagnostics/reporter.ts";
import { andThen, hasErrors, resultOf, type Result } from "./diagnostics/result.ts";
import { emit, lowerAll } from "./emit/emit.ts";
import { load } from "./load/load.ts";
import type { Artifact } from "./model/artifact.ts";
import type { Documents } from "./model/documents.ts";
import type { Manifest } from "./model/manifest.ts";
import type { Topology } from "./model/topology.ts";
import type { Workload } from "./model/workload.ts";
import { prove } from "./prove/prove.ts";
import { resolve } from "./resolve/resolve.ts";
import type { SourceReader } from "./source/source-reader.ts";
import { declaredAddressing } from "./synthesize/declared-addressing.ts";
import { synthesize } from "./synthesize/synthesize.ts";
import { type CompileMode, isBrokerEngine, type Platform, type WorkloadEngine } from "./target.ts";
import { validate } from "./validate/validate.ts";

/** What an analysis is made with. */
export interface AnalyzeOptions {
  /** Files to lay over the manifest, in order. */
  readonly overlays: readonly string[];
  /** `YYYY-MM-DD`; decides which exceptions of policies still hold, and nothing else. */
  readonly today: string;
  readonly mode: CompileMode;
  readonly engines: readonly WorkloadEngine[];
}

/** A manifest that was understood and proven. */
export interface Analysis {
  readonly documents: Documents;
  readonly locate: Locator;
  readonly topology: Topology;
}

/** Reads, understands and proves a manifest: everything but its artifacts. */
export function analyze(root: string, sources: SourceReader, options: AnalyzeOptions): Result<Analysis> {
  const loaded = load(root, sources, { overlays: options.overlays });
  return andThen(loaded, (documents) =>
    andThen(validate(documents), (manifest) => understand(documents, manifest, options)),
  );
}

/**
 * From names to proofs. Resolving, checking and synthesis go on after errors, so that a user sees all of them at
 * once; proofs need a mesh without any.
 */
function understand(documents: Documents, manifest: Manifest, options: AnalyzeOptions): Result<Analysis> {
  const report = createReporter(manifest.locate);
  const engines = new Map(options.engines.filter(isBrokerEngine).map((engine) => [engine.name, engine]));
  const kinds = options.engines.flatMap(({ linkKinds }) => linkKinds);
  const mesh = resolve(manifest, report);
  check(mesh, engines, report);
  // Links follow from brokers: where one could not be resolved, they would be missed for the wrong reason.
  const isWhole = mesh.brokers.size === Object.keys(manifest.data.brokers ?? {}).length;
  if (!isWhole) return { ok: false, diagnostics: report.diagnostics };
  const topology = synthesize(mesh, engines, kinds, options.mode, report);
  const isSound = !hasErrors(report.diagnostics);
  checkUse({ documents, manifest, topology, isSound, engines, kinds }, report);
  for (const { broker } of topology.brokers.values()) {
    engines.get(broker.engine)?.check(topology, broker, report, options.mode);
  }
  if (!hasErrors(report.diagnostics)) prove(topology, options.today, report);
  return resultOf({ documents, locate: manifest.locate, topology }, report.diagnostics);
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
