import type { Observed } from "../../compiler/live.ts";
import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import { endpointOf } from "./instance-endpoint.ts";
import type { LookUp } from "./instance-files.ts";

/** An instance as its engine asks it how it is. */
export function observedAt(instance: WorkloadInstance, lookUp: LookUp): Observed {
  return {
    instance: instance.name,
    endpoint: (listener) =>
      instance.listeners.some(({ name }) => name === listener)
        ? endpointOf(instance, listener, lookUp)
        : undefined,
    secret: (identity) =>
      lookUp({ kind: "seed", of: identity }) ?? lookUp({ kind: "loginPassword", of: identity }),
  };
}
