import type { Step } from "../target.ts";
import type { Placed } from "./placed.ts";
import type { PlanRequest } from "./plan-request.ts";

/** Restarts an instance where another program, another engine, another environment or another host is to run it. */
export function versionStep({ before, held }: PlanRequest, from: Placed, to: Placed): readonly Step[] {
  const instance = to.instance.name;
  const restart = (why: string, ...about: readonly ["version" | "process"]): readonly Step[] => [
    { kind: "restart", instance, why, about: about.map((kind) => ({ kind })) },
  ];
  if (from.workload.engine !== to.workload.engine)
    return restart(`${to.workload.engine} runs in place of ${from.workload.engine}`, "process");
  if (from.workload.environment !== to.workload.environment)
    return restart(`it moves from ${from.workload.environment} to ${to.workload.environment}`, "process");
  if (from.instance.host !== to.instance.host)
    return restart(`it moves from host ${from.instance.host} to ${to.instance.host}`, "process");
  const { broker } = to.workload;
  const isProcess = to.instance.beside !== undefined;
  const wanted =
    (isProcess ? undefined : held.topology.brokers.get(broker)?.broker.version) ?? to.workload.version;
  const runs =
    before?.programs?.get(instance) ??
    (isProcess ? undefined : before?.topology.brokers.get(broker)?.broker.version) ??
    from.workload.version;
  return isOf(runs, wanted) ? [] : restart(`it runs ${runs}, and is to run ${wanted}`, "version");
}

/** Whether a version is the one that is wanted, or one of the minor version that is. */
function isOf(runs: string, wanted: string): boolean {
  return runs === wanted || runs.startsWith(`${wanted}.`);
}
