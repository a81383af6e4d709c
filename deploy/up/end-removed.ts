import { hasErrors, type Result } from "../../compiler/diagnostics/result.ts";
import { success } from "../diagnose.ts";
import type { ProcessId } from "../host/host.ts";
import { guarded } from "../state/guarded.ts";
import { versionsOf } from "../state/versions-of.ts";
import { inParallel } from "../verify/in-parallel.ts";
import type { Work } from "./carry-out.ts";
import { endProcess } from "./end-process.ts";
import { graceOf } from "./grace-of.ts";

/** Ends instances that the manifest no longer has and removes their files, which may hold secrets; logs stay. */
export async function endRemoved(
  work: Work,
  names: readonly string[],
  running: ReadonlyMap<string, ProcessId>,
): Promise<Result<void>> {
  if (names.length === 0) return success(undefined);
  const ended = await inParallel(names, (name) => endOne(work, name, running.get(name)));
  const saved = await work.record.save();
  const diagnostics = [...ended, saved].flatMap((result) => result.diagnostics);
  return hasErrors(diagnostics) ? { ok: false, diagnostics } : success(undefined);
}

async function endOne(work: Work, name: string, process: ProcessId | undefined): Promise<Result<void>> {
  const { host, folder } = work.ground;
  const placed = work.record.instance(name);
  if (!placed) return success(undefined);
  if (process) {
    work.progress({ kind: "instance", instance: name, to: "stopping", why: "the manifest no longer has it" });
    const ended = await endProcess(host, name, process, graceOf(placed.record));
    if (!ended.ok) return ended;
  }
  const files = versionsOf(placed.record).flatMap((each) => each.files);
  const removed = await guarded(folder.instance(name), async () => {
    for (const { path } of files) await host.files.remove(`${folder.instance(name)}/${path}`);
  });
  if (!removed.ok) return removed;
  work.record.set(name, placed.environment, undefined);
  work.progress({ kind: "instance", instance: name, to: "stopped" });
  return success(undefined);
}
