import { hasErrors, type Result } from "../../compiler/diagnostics/result.ts";
import { success } from "../diagnose.ts";
import type { Host, ProcessId } from "../host/host.ts";
import { inParallel } from "../verify/in-parallel.ts";
import { endProcess } from "./end-process.ts";
import type { PlacedRecord } from "./mesh-record.ts";
import { ourProcesses } from "./our-processes.ts";
import type { UpFolder } from "./up-folder.ts";

const strayGraceSeconds = 5;

/**
 * The recorded processes that run now, by instance. Others of ours (started by a run that was killed before it could
 * record them) are ended, since nobody knows what they were started with.
 */
export async function settleProcesses(
  host: Host,
  folder: UpFolder,
  records: ReadonlyMap<string, PlacedRecord>,
): Promise<Result<ReadonlyMap<string, ProcessId>>> {
  const recorded = new Map<string, ProcessId>();
  for (const [name, { record }] of records) if (record.process) recorded.set(name, record.process);
  const running = new Map<string, ProcessId>();
  const strays: (readonly [string, ProcessId])[] = [];
  for (const [name, ids] of await ourProcesses(host, folder, recorded)) {
    for (const id of ids) {
      if (recorded.get(name)?.born === id.born && recorded.get(name)?.pid === id.pid) running.set(name, id);
      else strays.push([name, id]);
    }
  }
  const ended = await inParallel(strays, ([name, id]) => endProcess(host, name, id, strayGraceSeconds));
  const diagnostics = ended.flatMap((result) => result.diagnostics);
  return hasErrors(diagnostics) ? { ok: false, diagnostics } : success(running);
}
