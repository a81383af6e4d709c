import type { Result } from "../../compiler/diagnostics/result.ts";
import type { LiveEngine } from "../../compiler/live.ts";
import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import { reloadRefused } from "../codes.ts";
import { failure, success } from "../diagnose.ts";
import type { ProcessId } from "../host/host.ts";
import { guarded } from "../state/guarded.ts";
import { endOfLog } from "./end-of-log.ts";
import type { Ground } from "./ground.ts";
import { writeInstanceFiles } from "./instance-files.ts";
import { observedAt } from "./observed-at.ts";
import { poll } from "./poll.ts";

/** Has an instance read its files anew, and waits until it says that it did. */
export async function reloadInstance(
  { host, folder, lookUp, limits }: Ground,
  instance: WorkloadInstance,
  live: LiveEngine,
  id: ProcessId,
  earlier: readonly WorkloadInstance[],
): Promise<Result<void>> {
  const path = folder.instance(instance.name);
  const watch = await live.watchReload(observedAt(instance, lookUp));
  try {
    const written = await guarded(path, () => writeInstanceFiles(host, path, instance, lookUp, earlier));
    if (!written.ok) return written;
    await host.processes.signal(id, instance.reload.signal);
    const reloaded = await poll(host, limits.reload, async () => {
      if ((await host.processes.lives(id)) !== true) return "ended";
      const outcome = await watch.outcome();
      return outcome && (outcome.refused === undefined ? "reloaded" : "refused");
    });
    if (reloaded === "reloaded") return success(undefined);
  } finally {
    await watch.end();
  }
  const log = await endOfLog(host, folder, instance.name);
  return failure(reloadRefused, {
    instance: instance.name,
    command: folder.command,
    seconds: limits.reload,
    log,
  });
}
