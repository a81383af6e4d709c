import { standbyCutsFlow } from "../../compiler/diagnostics/codes/prove.ts";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Topology } from "../../compiler/model/topology.ts";

/** One line that says what a valid manifest describes and what was proven, less what was warned of. */
export function summaryText({ mesh, links, flows }: Topology, warnings: readonly Diagnostic[]): string {
  const counts = [
    count(mesh.environments.size, "environment"),
    count(mesh.brokers.size, "broker"),
    count(links.length, "link"),
    count(mesh.applications.size, "application"),
    count(flows.length, "flow"),
  ];
  const isCut = warnings.some(({ code }) => code === standbyCutsFlow.code);
  const whenever = isCut ? " while every link is on its first target" : "";
  return `ok: mesh "${mesh.name}" with ${counts.join(", ")}; every flow has a path${whenever}, no event arrives twice\n`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
