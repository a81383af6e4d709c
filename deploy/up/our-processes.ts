import type { Host, ProcessId, RunningProcess } from "../host/host.ts";
import type { UpFolder } from "./up-folder.ts";

/** Variable that marks the processes of instances, beside the folder that they run in. */
export const instanceVariable = "MESHC_INSTANCE";

/** The processes of a mesh that `up` runs, by instance. */
export type OurProcesses = ReadonlyMap<string, readonly ProcessId[]>;

/**
 * Finds the processes that `up` started from this folder, also those that it could not record any more. A process is
 * ours if it runs in an instance's folder and bears that instance's mark; or, where the system does not show us
 * that, if it is the very process recorded (number and start) and its command names a file in that folder.
 */
export async function ourProcesses(
  host: Host,
  folder: UpFolder,
  recorded: ReadonlyMap<string, ProcessId>,
): Promise<OurProcesses> {
  const found = new Map<string, ProcessId[]>();
  const add = (instance: string, { pid, born }: ProcessId): void => {
    const known = found.get(instance) ?? [];
    if (!known.some((each) => each.pid === pid)) found.set(instance, [...known, { pid, born }]);
  };
  for (const running of await host.processes.all()) {
    const instance = running.environment?.get(instanceVariable);
    if (instance !== undefined && running.folder === folder.instance(instance)) add(instance, running);
  }
  for (const [instance, id] of recorded) {
    const running = await host.processes.find(id.pid);
    if (running?.born === id.born && isHidden(running) && namesFileIn(running, folder.instance(instance)))
      add(instance, id);
  }
  return found;
}

function isHidden(running: RunningProcess): boolean {
  return running.environment === undefined || running.folder === undefined;
}

function namesFileIn({ commandLine }: RunningProcess, folder: string): boolean {
  return commandLine.some((word) => word.startsWith(`${folder}/`));
}
