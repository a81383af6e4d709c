import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import type { Host } from "../host/host.ts";
import { endpointOf } from "./instance-endpoint.ts";

/** How long one question may take, in milliseconds. */
const patience = 2_000;

/**
 * Whether an instance says that it serves by itself (`path`), or that it also agrees with others (`agreedPath`); one
 * that has no words for that is asked by its engine only.
 */
export async function answers(
  host: Pick<Host, "httpStatus">,
  instance: WorkloadInstance,
  what: "path" | "agreedPath",
): Promise<boolean> {
  const { health } = instance;
  if (health.kind !== "http") return true;
  const { host: address, port } = endpointOf(instance, health.listener);
  const path = (what === "agreedPath" ? health.agreedPath : undefined) ?? health.path;
  return (await host.httpStatus(`http://${address}:${port}${path}`, patience)) === 200;
}
