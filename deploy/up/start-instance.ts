import type { Result } from "../../compiler/diagnostics/result.ts";
import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import { instanceFailed } from "../codes.ts";
import { failure, success } from "../diagnose.ts";
import type { ProcessId } from "../host/host.ts";
import { guarded } from "../state/guarded.ts";
import type { Ground } from "./ground.ts";
import { writeInstanceFiles } from "./instance-files.ts";
import { inherited } from "./inherited.ts";
import { instanceVariable } from "./our-processes.ts";

/** Writes an instance's files and starts its program. It is not healthy yet. */
export async function startInstance(
  { host, folder, lookUp }: Ground,
  instance: WorkloadInstance,
  program: string,
  earlier: readonly WorkloadInstance[],
): Promise<Result<ProcessId>> {
  const path = folder.instance(instance.name);
  const written = await guarded(path, () => writeInstanceFiles(host, path, instance, lookUp, earlier));
  if (!written.ok) return written;
  const files = new Set(instance.files.map((file) => file.path));
  try {
    const started = await host.processes.start({
      program,
      // Given whole, so that the process list says which instance each process is.
      arguments: instance.command.arguments.map((word) => (files.has(word) ? `${path}/${word}` : word)),
      folder: path,
      environment: { ...inherited(host), [instanceVariable]: instance.name },
      log: folder.log(instance.name),
    });
    return success(started);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return failure(instanceFailed, { instance: instance.name, command: folder.command, why, log: [] });
  }
}
