import type { Host, ProcessId } from "../host/host.ts";
import { fileStore } from "../state/file-store.ts";
import type { StateStore } from "../state/state-store.ts";
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
  const folder = await upFolderOf(host, options.manifestFolder);
  const store = fileStore(host, folder.path);
  const told = new Set<string>();
  const aborted = new Promise<void>((resolve) => {
    interruption.addEventListener("abort", () => resolve(), { once: true });
  });
  while (!interruption.aborted) {
    const recorded = await recordedProcesses(store);
    if (recorded?.size === 0) return "down";
    for (const [instance, id] of recorded ?? []) {
      const name = `${id.born} ${id.pid}`;
      if (told.has(name) || !(await died(host, store, instance, id))) continue;
      told.add(name);
      progress({ kind: "instance", instance, to: "died", why: "`meshc up` starts it again" });
    }
    await Promise.race([host.sleep(pause), aborted]);
  }
  return "interrupted";
}

/**
 * Whether a recorded process ended though nobody ended it in order: who does so holds the lock meanwhile, and has
 * changed the record by the time that it is free again.
 */
async function died(host: Host, store: StateStore, instance: string, id: ProcessId): Promise<boolean> {
  if ((await host.processes.lives(id)) !== false || (await store.isLocked("mesh"))) return false;
  return (await recordedProcesses(store))?.get(instance)?.pid === id.pid;
}

/** The processes that should run, by instance; `undefined` where the record cannot be read just now. */
async function recordedProcesses(store: StateStore): Promise<ReadonlyMap<string, ProcessId> | undefined> {
  const stored = await readStoredMesh(store);
  if (!stored.ok) return undefined;
  const processes = new Map<string, ProcessId>();
  for (const [name, { record }] of recordsOf(stored.value?.environments ?? new Map())) {
    if (record.process) processes.set(name, record.process);
  }
  return processes;
}
