import type { WorkloadInstance } from "../../../compiler/model/workload.ts";
import type { Step } from "../../../compiler/target.ts";

/**
 * What a change of a process takes: it reads its files as it starts, and never again (Benthos manual, Streams Mode: only
 * its interface changes streams, which is off). What is on its way is sent again after a restart.
 */
export function effectOf(before: WorkloadInstance, after: WorkloadInstance): readonly Step[] {
  const instance = after.name;
  if (JSON.stringify(before.command) !== JSON.stringify(after.command))
    return [{ kind: "restart", instance, why: "what it carries changed" }];
  const names = new Set([...before.files, ...after.files].map(({ path }) => path));
  const changed = [...names].filter((path) => textOf(before, path) !== textOf(after, path)).toSorted();
  if (changed.length === 0) return [];
  return [{ kind: "restart", instance, why: `${changed.join(", ")} changed` }];
}

function textOf({ files }: WorkloadInstance, path: string): string | undefined {
  const file = files.find((one) => one.path === path);
  return file && JSON.stringify(file);
}
