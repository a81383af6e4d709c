import type { Topology } from "../../compiler/model/topology.ts";

/** One line that says what a valid manifest describes. */
export function summaryText({ mesh, links, flows }: Topology): string {
  const counts = [
    count(mesh.environments.size, "environment"),
    count(mesh.brokers.size, "broker"),
    count(links.length, "link"),
    count(mesh.applications.size, "application"),
    count(flows.length, "flow"),
  ];
  return `ok: mesh "${mesh.name}" with ${counts.join(", ")}; every flow has a path, no event arrives twice\n`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
