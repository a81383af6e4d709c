import type { Workload, WorkloadInstance } from "../model/workload.ts";

/** An instance with the workload that it is of. */
export interface Placed {
  readonly workload: Workload;
  readonly instance: WorkloadInstance;
}

/** Instances by name. */
export function placedInstances(workloads: readonly Workload[]): ReadonlyMap<string, Placed> {
  return new Map(
    workloads.flatMap((workload) =>
      workload.instances.map((instance) => [instance.name, { workload, instance }] as const),
    ),
  );
}

/** Workloads of brokers by name, without those of processes that carry links. */
export function brokerWorkloads(workloads: readonly Workload[]): ReadonlyMap<string, Workload> {
  return new Map(
    workloads
      .filter(({ instances }) => instances.every(({ beside }) => beside === undefined))
      .map((workload) => [workload.broker, workload]),
  );
}
