import { createReporter } from "../../compiler/diagnostics/reporter.ts";
import { lowerAll } from "../../compiler/emit/emit.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import type { Workload } from "../../compiler/model/workload.ts";
import { declaredAddressing } from "../../compiler/synthesize/declared-addressing.ts";
import type { ApplyRun } from "./apply-run.ts";

/** What engines make of a mesh at the addresses of its manifest. */
export function workloadsOf({ options }: Pick<ApplyRun, "options">, topology: Topology): readonly Workload[] {
  const engines = new Map(options.engines.map(({ engine }) => [engine.name, engine]));
  const report = createReporter(options.analysis.locate);
  return lowerAll(topology, engines, declaredAddressing(topology, new Set(), report));
}
