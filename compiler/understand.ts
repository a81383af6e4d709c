import { check } from "./check/check.ts";
import { checkUse } from "./check/check-use.ts";
import { createReporter, type Reporter } from "./diagnostics/reporter.ts";
import { hasErrors } from "./diagnostics/result.ts";
import type { Documents } from "./model/documents.ts";
import type { Manifest } from "./model/manifest.ts";
import type { Mesh } from "./model/mesh.ts";
import { namedTopology } from "./model/named-topology.ts";
import type { Topology } from "./model/topology.ts";
import { prove } from "./prove/prove.ts";
import { byName } from "./resolve/by-key.ts";
import { namesIn } from "./resolve/entry-names.ts";
import { toldByName } from "./resolve/told-by-name.ts";
import { resolve } from "./resolve/resolve.ts";
import { synthesize } from "./synthesize/synthesize.ts";
import { type CompileMode, isBrokerEngine, type WorkloadEngine } from "./target.ts";

/** What a manifest is understood with. */
export interface UnderstandOptions {
  /** `YYYY-MM-DD`; decides which exceptions of policies still hold, and nothing else. */
  readonly today: string;
  readonly mode: CompileMode;
  readonly engines: readonly WorkloadEngine[];
  /**
   * Set for what runs already: neither a day that has passed nor a rule that came with a later compiler can undo it, so
   * that it is not judged.
   */
  readonly stands?: true;
}

/**
 * From names to proofs, of a manifest whose entries stand under their keys. Resolving, checking and synthesis go on after
 * errors, so that a user sees all of them at once; proofs need a mesh without any. What is wrong is told in the names of
 * now. `documents` are what was written, to find what was said in vain; without them that is not looked for. Gives
 * `undefined` where a broker could not be resolved.
 */
export function understand(
  manifest: Manifest,
  documents: Documents | undefined,
  options: UnderstandOptions,
  report: Reporter,
): Topology | undefined {
  const engines = new Map(options.engines.filter(isBrokerEngine).map((engine) => [engine.name, engine]));
  const kinds = options.engines.flatMap(({ linkKinds }) => linkKinds);
  const written = byName(manifest);
  const told = toldByName(report, namesIn(manifest.data));
  const shown = resolve(written, told);
  if (!options.stands) check(shown, engines, told);
  // Links follow from brokers: where one could not be resolved, they would be missed for the wrong reason.
  const isWhole = shown.brokers.size === Object.keys(manifest.data.brokers ?? {}).length;
  if (!isWhole) return undefined;
  const make = (mesh: Mesh, to: Reporter) => synthesize(mesh, engines, kinds, options.mode, to);
  const topology =
    written === manifest ? make(shown, report) : madeByKey(manifest, make, { shown, told }, report);
  if (options.stands) return topology;
  const named = namedTopology(topology);
  const isSound = !hasErrors(report.diagnostics);
  if (documents) checkUse({ documents, manifest: written, topology: named, isSound, engines, kinds }, told);
  for (const { broker } of named.brokers.values()) {
    engines.get(broker.engine)?.check(named, broker, told, options.mode);
  }
  if (!hasErrors(report.diagnostics)) prove(named, options.today, told);
  return topology;
}

/** What was understood of the manifest as people write it. */
interface Shown {
  readonly shown: Mesh;
  readonly told: Reporter;
}

/**
 * The mesh of keys. What is found wrong of it is looked for again in the mesh of names, where the same is wrong; but where
 * names alone decide between two that are alike, it need not be, and is told as it was found.
 */
function madeByKey(
  manifest: Manifest,
  make: (mesh: Mesh, report: Reporter) => Topology,
  { shown, told }: Shown,
  report: Reporter,
): Topology {
  const found = createReporter(manifest.locate);
  const mesh = resolve(manifest, createReporter(manifest.locate));
  const topology = make(mesh, found);
  if (found.diagnostics.length === 0) return topology;
  const many = report.diagnostics.length;
  make(shown, told);
  const isMissed = hasErrors(found.diagnostics) && !hasErrors(report.diagnostics);
  if (isMissed || report.diagnostics.length === many) make(mesh, report);
  return topology;
}
