import { dirname, join } from "node:path";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { hasErrors, type Result } from "../../compiler/diagnostics/result.ts";
import { removeCredentials } from "../credentials/write-credential-files.ts";
import { success } from "../diagnose.ts";
import type { Host, ProcessId } from "../host/host.ts";
import { fileStore } from "../state/file-store.ts";
import type { StateStore, StoreLock } from "../state/state-store.ts";
import { guarded } from "../state/guarded.ts";
import { endProcess } from "../up/end-process.ts";
import { graceOf } from "../up/grace-of.ts";
import { type MeshRecord, openMeshRecord, readStoredMesh } from "../up/mesh-record.ts";
import { ourProcesses, type OurProcesses } from "../up/our-processes.ts";
import type { Progress } from "../up/up-event.ts";
import { type UpFolder, upFolderOf } from "../up/up-folder.ts";
import { withMeshLock } from "../up/with-mesh-lock.ts";
import { inParallel } from "../verify/in-parallel.ts";

/** How a mesh is taken down. */
export interface DownOptions {
  readonly host: Host;
  readonly manifestFolder: string;
  /** The command as the user gave it; whoever meets our lock is shown it. */
  readonly command: string;
  readonly progress: Progress;
  /** Remove `.meshc/up` wholly, with keys and logs. */
  readonly clean: boolean;
}

/** What was done. */
export interface DownReport {
  /** How many processes were ended. */
  readonly ended: number;
  /** Whether `.meshc/up` was there and was removed. */
  readonly removed: boolean;
}

/**
 * Ends the processes that `up` started from this folder and nothing else. Logs, keys and ports are kept for the next
 * `up`, unless all is to be removed.
 */
export async function down(options: DownOptions): Promise<Result<DownReport>> {
  const { host, command, clean } = options;
  const folder = await upFolderOf(host, options.manifestFolder);
  const there = await guarded(folder.path, () => host.files.list(folder.path));
  if (!there.ok) return there;
  if (there.value.length === 0)
    return endAll(options, await ourProcesses(host, folder, new Map()), undefined);
  const store = fileStore(host, folder.path);
  return withMeshLock(store, [], command, async (lock) => {
    const done = await endRecorded(options, folder, store, lock);
    if (!done.ok || !clean) return done;
    const handedOut = await removeHandedOut(options, store);
    if (!handedOut.ok) return handedOut;
    const removed = await removeFolder(host, folder.path);
    return removed.ok ? success({ ...done.value, removed: true }) : removed;
  });
}

async function endRecorded(
  options: DownOptions,
  folder: UpFolder,
  store: StateStore,
  lock: StoreLock,
): Promise<Result<DownReport>> {
  const { host } = options;
  const stored = await readStoredMesh(store);
  // A damaged document does not stand in the way of removing everything: processes can be found without it.
  if (!stored.ok && !options.clean) return stored;
  const mesh = stored.ok ? stored.value : undefined;
  const record = mesh && openMeshRecord(store, lock, mesh, mesh.mesh.content.mesh);
  const recorded = new Map<string, ProcessId>();
  for (const [name, placed] of record?.instances() ?? []) {
    if (placed.record.process) recorded.set(name, placed.record.process);
  }
  const done = await endAll(options, await ourProcesses(host, folder, recorded), record);
  for (const name of recorded.keys()) if (done.ok) forget(record, name);
  const saved = await record?.save();
  return saved && !saved.ok ? saved : done;
}

/** Removes the files that `up` put credentials into: their keys are gone with the rest. */
async function removeHandedOut(
  { host, manifestFolder }: DownOptions,
  store: StateStore,
): Promise<Result<void>> {
  const mesh = await store.read("mesh");
  // Without the document nobody knows which they are.
  const recorded = mesh.ok ? (mesh.value?.content.credentialFiles ?? []) : [];
  for (const { application, file } of recorded) {
    const removed = await removeCredentials(host, join(manifestFolder, file), application);
    if (!removed.ok) return removed;
  }
  return success(undefined);
}

function forget(record: MeshRecord | undefined, name: string): void {
  const placed = record?.instance(name);
  if (!record || !placed) return;
  const { process: _, ...rest } = placed.record;
  record.set(name, placed.environment, rest);
}

async function endAll(
  { host, progress }: DownOptions,
  processes: OurProcesses,
  record: MeshRecord | undefined,
): Promise<Result<DownReport>> {
  const all = [...processes].flatMap(([name, ids]) => ids.map((id) => [name, id] as const));
  const ended = await inParallel(all, async ([name, id]) => {
    const known = record?.instance(name)?.record;
    progress({ kind: "instance", instance: name, to: "stopping" });
    const result = await endProcess(host, name, id, known ? graceOf(known) : 10);
    if (!result.ok) return result.diagnostics;
    progress({ kind: "instance", instance: name, to: "stopped" });
    return [];
  });
  const diagnostics: readonly Diagnostic[] = ended.flat();
  return hasErrors(diagnostics) ? { ok: false, diagnostics } : success({ ended: all.length, removed: false });
}

/** Takes the folder out of sight in one step before it is emptied, so that nobody finds half of it. */
async function removeFolder(host: Host, path: string): Promise<Result<void>> {
  return guarded(path, async () => {
    const parent = dirname(path);
    // What an earlier removal that was killed left lies under the same name.
    await host.files.remove(`${path}.removed`);
    await host.files.rename(path, `${path}.removed`);
    await host.files.remove(`${path}.removed`);
    if ((await host.files.list(parent)).length === 0) await host.files.remove(parent);
  });
}
