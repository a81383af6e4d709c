import type { Analysis } from "../../compiler/compile.ts";
import { createReporter } from "../../compiler/diagnostics/reporter.ts";
import { lowerAll } from "../../compiler/emit/emit.ts";
import type { ManifestData } from "../../compiler/model/manifest.ts";
import { type PlannedMesh, planManifest } from "../../compiler/plan-manifest.ts";
import type { RecordedEnvironment, RecordedMesh } from "../../compiler/recorded-mesh.ts";
import { declaredAddressing } from "../../compiler/synthesize/declared-addressing.ts";
import { engines } from "../../targets/engines/index.ts";
import { today } from "../harness/analyze-text.ts";

/** What is recorded once a mesh was applied, in some environments or in all that it has. */
export function recordedAs(
  analysis: Pick<Analysis, "topology" | "locate">,
  data: ManifestData,
  environments: readonly string[] = [...analysis.topology.mesh.environments.keys()],
): RecordedMesh {
  const report = createReporter(analysis.locate);
  const byName = new Map(engines.map((engine) => [engine.name, engine]));
  const addressing = declaredAddressing(analysis.topology, new Set(environments), report);
  const lowered = lowerAll(analysis.topology, byName, addressing);
  const found = environments.map((name): readonly [string, RecordedEnvironment] => {
    const workloads = lowered.filter(({ environment }) => environment === name);
    const instances = workloads.flatMap(({ broker, engine, instances: all, provisions }) =>
      all.map((instance, index) => ({ broker, engine, instance, provisions: index === 0 ? provisions : [] })),
    );
    return [name, { manifest: data, instances }];
  });
  return { environments: new Map(found) };
}

/** A plan for a mesh against what is recorded. */
export function planned(
  wanted: Analysis,
  recorded: RecordedMesh | undefined,
  options: { readonly environments?: readonly string[]; readonly mayLose?: readonly string[] } = {},
): PlannedMesh {
  const { environments = [], mayLose = [] } = options;
  const result = planManifest(wanted, recorded, { engines, today, environments, mayLose: new Set(mayLose) });
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join("\n"));
  return result.value;
}
