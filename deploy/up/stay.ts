import type { Host, ProcessId } from "../host/host.ts";
import { fileStore } from "../state/file-store.ts";
import { readStoredMesh, recordsOf } from "./mesh-record.ts";
import type { Progress } from "./up-event.ts";
import { upFolderOf } from "./up-folder.ts";

/** What staying needs. */
export interface StayOptions {
  readonly host: Host;
  readonly manifestFolder: string;
  readonly progress: Progress;
  readonly interruption: AbortSignal;
}

const pause = 500;

/**
 * Stays with a mesh that is up until the user interrupts, or until it was taken down by somebody else, and tells of
 * each instance that ends without that. Holds no lock: `up`, `down` and `verify` can be used meanwhile.
 */
export async function stay(options: StayOptions): Promise<"interrupted" | "down"> {
  const { host, progress, interruption } = options;
  const told = new Set<string>();
  while (!interruption.aborted) {
    const running = await recordedProcesses(options);
    if (running.size === 0) return "down";
    for (const [instance, id] of running) {
      if (told.has(id.born + id.pid) || (await host.processes.lives(id)) !== false) continue;
      // It may have been ended in order; then the record says so by now.
      if ((await recordedProcesses(options)).get(instance)?.pid !== id.pid) continue;
      told.add(id.born + id.pid);
      progress({ kind: "instance", instance, to: "died" });
    }
    await untilAborted(host, interruption);
  }
  return "interrupted";
}

async function recordedProcesses({
  host,
  manifestFolder,
}: StayOptions): Promise<ReadonlyMap<string, ProcessId>> {
  const folder = await upFolderOf(host, manifestFolder);
  const stored = await readStoredMesh(fileStore(host, folder.path));
  const records = recordsOf((stored.ok ? stored.value?.environments : undefined) ?? new Map());
  const processes = new Map<string, ProcessId>();
  for (const [name, { record }] of records) if (record.process) processes.set(name, record.process);
  return processes;
}

async function untilAborted(host: Host, interruption: AbortSignal): Promise<void> {
  const aborted = new Promise<void>((resolve) => {
    if (interruption.aborted) resolve();
    else interruption.addEventListener("abort", () => resolve(), { once: true });
  });
  await Promise.race([host.sleep(pause), aborted]);
}
