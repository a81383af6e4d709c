import { platformNotBuilt } from "../diagnostics/codes/synthesize.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { Addressing } from "../model/address.ts";
import type { Artifact } from "../model/artifact.ts";
import type { Topology } from "../model/topology.ts";
import type { Workload } from "../model/workload.ts";
import type { Platform, WorkloadEngine } from "../target.ts";

/** Lowers every broker by its engine, and every link that a process carries by that of the process; sorted by engine. */
export function lowerAll(
  topology: Topology,
  engines: ReadonlyMap<string, WorkloadEngine>,
  addressing: Addressing,
): readonly Workload[] {
  const used = new Set([
    ...[...topology.brokers.values()].map((node) => node.broker.engine),
    ...topology.links.flatMap(({ kind }) => kind.process?.engine ?? []),
  ]);
  return [...used].toSorted().flatMap((name) => engines.get(name)?.lower(topology, addressing) ?? []);
}

/**
 * Prints the workloads of the chosen environments by their platforms; refuses the chosen ones whose platform is not
 * built, those without brokers too, since nothing of what they say would come about.
 */
export function emit(
  topology: Topology,
  workloads: readonly Workload[],
  platforms: ReadonlyMap<string, Platform>,
  chosen: ReadonlySet<string>,
  report: Reporter,
): readonly Artifact[] {
  const artifacts: Artifact[] = [];
  for (const workload of workloads) {
    const environment = topology.mesh.environments.get(workload.environment);
    if (!environment || !chosen.has(environment.name)) continue;
    const platform = platforms.get(environment.deploy);
    if (platform) artifacts.push(...platform.print(workload));
  }
  for (const { name, platform, deploy } of topology.mesh.environments.values()) {
    if (!chosen.has(name) || platforms.has(deploy)) continue;
    const at = { path: ["environments", name, "platform"] };
    report.report(platformNotBuilt, { environment: name, platform, deploy }, at);
  }
  return artifacts;
}
