import { check } from "./check/check.ts";
import { checkUse } from "./check/check-use.ts";
import type { Reporter } from "./diagnostics/reporter.ts";
import { hasErrors } from "./diagnostics/result.ts";
import type { Documents } from "./model/documents.ts";
import type { Manifest } from "./model/manifest.ts";
import type { Topology } from "./model/topology.ts";
import { prove } from "./prove/prove.ts";
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
 * From names to proofs. Resolving, checking and synthesis go on after errors, so that a user sees all of them at
 * once; proofs need a mesh without any. `documents` are what was written, to find what was said in vain; without them
 * that is not looked for. Gives `undefined` where a broker could not be resolved.
 */
export function understand(
  manifest: Manifest,
  documents: Documents | undefined,
  options: UnderstandOptions,
  report: Reporter,
): Topology | undefined {
  const engines = new Map(options.engines.filter(isBrokerEngine).map((engine) => [engine.name, engine]));
  const kinds = options.engines.flatMap(({ linkKinds }) => linkKinds);
  const mesh = resolve(manifest, report);
  if (!options.stands) check(mesh, engines, report);
  // Links follow from brokers: where one could not be resolved, they would be missed for the wrong reason.
  const isWhole = mesh.brokers.size === Object.keys(manifest.data.brokers ?? {}).length;
  if (!isWhole) return undefined;
  const topology = synthesize(mesh, engines, kinds, options.mode, report);
  if (options.stands) return topology;
  const isSound = !hasErrors(report.diagnostics);
  if (documents) checkUse({ documents, manifest, topology, isSound, engines, kinds }, report);
  for (const { broker } of topology.brokers.values()) {
    engines.get(broker.engine)?.check(topology, broker, report, options.mode);
  }
  if (!hasErrors(report.diagnostics)) prove(topology, options.today, report);
  return topology;
}
