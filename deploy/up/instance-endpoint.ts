import { invariant } from "../../compiler/diagnostics/invariant.ts";
import type { Endpoint } from "../../compiler/model/address.ts";
import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import type { LookUp } from "./instance-files.ts";

/** Where a listener of an instance is reached, and by whom its server is known where it speaks TLS. Management does not. */
export function endpointOf(instance: WorkloadInstance, listener: string, lookUp?: LookUp): Endpoint {
  const bound = instance.listeners.find(({ name }) => name === listener);
  invariant(bound, `${instance.name} has no listener ${listener}`);
  const authority = bound.tls && lookUp?.(bound.knownBy ?? { kind: "authority", of: "servers" });
  return { host: bound.address, port: bound.port, ...(authority !== undefined && { authority }) };
}
