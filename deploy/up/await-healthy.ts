import type { Result } from "../../compiler/diagnostics/result.ts";
import type { LiveEngine } from "../../compiler/live.ts";
import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import { instanceFailed, instanceUnhealthy } from "../codes.ts";
import { failure, success } from "../diagnose.ts";
import type { ProcessId } from "../host/host.ts";
import { endOfLog } from "./end-of-log.ts";
import type { Ground } from "./ground.ts";
import { answers } from "./answers.ts";
import { observedAt } from "./observed-at.ts";
import { poll } from "./poll.ts";

/** Waits until an instance answers as healthy and under its own name; `false` where the user stopped the waiting. */
export async function awaitHealthy(
  { host, folder, limits, interrupted, lookUp }: Ground,
  instance: WorkloadInstance,
  live: LiveEngine,
  id: ProcessId,
): Promise<Result<boolean>> {
  const { name } = instance;
  const healthy = async (): Promise<boolean> =>
    (await answers(host, instance, "path")) &&
    (await live.observe(observedAt(instance, lookUp)))?.instance === name;
  const outcome = await poll(
    host,
    limits.healthy,
    async () => {
      if ((await host.processes.lives(id)) !== true) return "ended";
      return (await healthy()) ? "healthy" : undefined;
    },
    interrupted,
  );
  if (outcome === "healthy") return success(true);
  if (outcome === undefined && interrupted()) return success(false);
  const log = await endOfLog(host, folder, name);
  const told = { instance: name, command: folder.command, log };
  if (outcome === "ended") return failure(instanceFailed, { ...told, why: "its process ended" });
  return failure(instanceUnhealthy, { ...told, seconds: limits.healthy });
}
