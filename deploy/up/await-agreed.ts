import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import type { Ground } from "./ground.ts";
import { answers } from "./answers.ts";
import { poll } from "./poll.ts";

/**
 * Waits for a while until an instance that stores agrees with the others again: the next one must not be ended before,
 * or what they hold together could be without a majority.
 */
export async function awaitAgreed(
  { host, limits, interrupted }: Ground,
  instance: WorkloadInstance,
): Promise<void> {
  if (instance.health.kind !== "http" || instance.health.agreedPath === undefined) return;
  const agreed = async () => ((await answers(host, instance, "agreedPath")) ? true : undefined);
  await poll(host, limits.healthy, agreed, interrupted);
}
