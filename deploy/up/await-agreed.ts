import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import type { Ground } from "./ground.ts";
import { endpointOf } from "./instance-endpoint.ts";
import { poll } from "./poll.ts";

/**
 * Waits for a while until an instance that stores agrees with the others again: the next one must not be ended before,
 * or what they hold together could be without a majority.
 */
export async function awaitAgreed(
  { host, limits, interrupted }: Ground,
  instance: WorkloadInstance,
): Promise<void> {
  const { agreedPath, listener } = instance.health;
  if (agreedPath === undefined) return;
  const { host: address, port } = endpointOf(instance, listener);
  const url = `http://${address}:${port}${agreedPath}`;
  const agreed = async () => ((await host.httpStatus(url, 2_000)) === 200 ? true : undefined);
  await poll(host, limits.healthy, agreed, interrupted);
}
