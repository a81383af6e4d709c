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
