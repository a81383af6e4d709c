import { invariant } from "../../compiler/diagnostics/invariant.ts";
import type { Endpoint } from "../../compiler/model/address.ts";
import type { WorkloadInstance } from "../../compiler/model/workload.ts";

/** Where a listener of an instance is reached. */
export function endpointOf(instance: WorkloadInstance, listener: string): Endpoint {
  const bound = instance.listeners.find(({ name }) => name === listener);
  invariant(bound, `${instance.name} has no listener ${listener}`);
  return { host: bound.address, port: bound.port };
}
