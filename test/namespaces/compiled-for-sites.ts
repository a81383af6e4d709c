import { createDiskReader } from "../../cli/disk-reader.ts";
import { type Analysis, analyze } from "../../compiler/compile.ts";
import { createReporter } from "../../compiler/diagnostics/reporter.ts";
import { lowerAll } from "../../compiler/emit/emit.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import type { Workload } from "../../compiler/model/workload.ts";
import { declaredAddressing } from "../../compiler/synthesize/declared-addressing.ts";
import { engines } from "../../targets/engines/index.ts";

/** The manifest of a folder as it is deployed, with the addresses that it says. */
export function compiledForSites(
  folder: string,
  overlays: readonly string[],
): { readonly topology: Topology; readonly workloads: readonly Workload[] } {
  const analysis = analyzed(folder, overlays);
  return { topology: analysis.topology, workloads: lowered(analysis) };
}

function analyzed(folder: string, overlays: readonly string[]): Analysis {
  const options = { overlays, today: "2026-01-01", mode: "deploy", engines } as const;
  const result = analyze("mesh.yaml", createDiskReader(folder, folder), options);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join("; "));
  return result.value;
}

/** As the compiler lowers it, with the loopback of each site, which the clients there dial, in the certificates. */
function lowered({ topology, locate }: Analysis): readonly Workload[] {
  const report = createReporter(locate);
  const everywhere = new Set(topology.mesh.environments.keys());
  const declared = declaredAddressing(topology, everywhere, report);
  const namesOf = (instance: string) => ["127.0.0.1", ...declared.namesOf(instance)];
  const byName = new Map(engines.map((engine) => [engine.name, engine]));
  const workloads = lowerAll(topology, byName, { ...declared, namesOf });
  if (report.diagnostics.length > 0) throw new Error(report.diagnostics[0]?.message);
  return workloads;
}
