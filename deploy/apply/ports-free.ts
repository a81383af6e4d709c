import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Workload } from "../../compiler/model/workload.ts";
import { diagnose } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import type { PlacedRecord } from "../up/mesh-record.ts";
import { portTaken } from "./codes.ts";

/**
 * Ports of instances that do not run, on which somebody else listens. What a process of the mesh's own holds is not
 * among them: it may be on its way to another port.
 */
export async function takenPorts(
  host: Host,
  workloads: readonly Workload[],
  recorded: ReadonlyMap<string, PlacedRecord>,
  runs: (instance: string) => boolean,
): Promise<readonly Diagnostic[]> {
  const running = [...recorded].filter(([name]) => runs(name));
  const ours = new Set(running.flatMap(([, { record }]) => Object.values(record.ports)));
  const taken: Diagnostic[] = [];
  for (const instance of workloads.flatMap(({ instances }) => instances)) {
    if (runs(instance.name)) continue;
    for (const { name, port } of instance.listeners)
      if (!ours.has(port) && !(await host.portIsFree(port)))
        taken.push(diagnose(portTaken, { instance: instance.name, listener: name, port }));
  }
  return taken;
}
