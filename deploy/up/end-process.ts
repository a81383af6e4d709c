import type { Result } from "../../compiler/diagnostics/result.ts";
import { instanceStays } from "../codes.ts";
import { failure, success } from "../diagnose.ts";
import type { Host, ProcessId } from "../host/host.ts";
import { poll } from "./poll.ts";

/** Ends a process and waits until it is gone: first asked to, then, after its grace, ended by the system. */
export async function endProcess(
  host: Host,
  name: string,
  id: ProcessId,
  graceSeconds: number,
  killSeconds = 10,
): Promise<Result<void>> {
  const gone = async (): Promise<true | undefined> =>
    (await host.processes.lives(id)) === true ? undefined : true;
  await host.processes.signal(id, "SIGTERM");
  if (await poll(host, graceSeconds, gone)) return success(undefined);
  await host.processes.signal(id, "SIGKILL");
  if (await poll(host, killSeconds, gone)) return success(undefined);
  return failure(instanceStays, { instance: name, pid: id.pid });
}
