import type { Part } from "../../../compiler/model/part.ts";
import type { WorkloadInstance } from "../../../compiler/model/workload.ts";
import type { Step } from "../../../compiler/target.ts";
import { changedFiles, fileOf } from "../../kit/changed-files.ts";
import { type PartChange, stepsOf } from "../../kit/steps-of.ts";
import { fileNames } from "./files.ts";

/**
 * What a change of a process takes: it reads its files as it starts, and never again (Benthos manual, Streams Mode: only
 * its interface changes streams, which is off). What is on its way is sent again after a restart.
 */
export function effectOf(before: WorkloadInstance, after: WorkloadInstance): readonly Step[] {
  const link: Part = { kind: "link", name: after.name.slice("link.".length) };
  const command = JSON.stringify(before.command) !== JSON.stringify(after.command);
  const changes: readonly PartChange[] = [
    ...(command ? [{ part: link, takes: "restart", why: "what it carries changed" } as const] : []),
    ...changedFiles(before, after).map((path): PartChange => {
      const own = path === fileNames.process && movedListener(before, after);
      const part: Part = own ? { kind: "listener", name: own } : link;
      return { part, takes: "restart", why: `${path} changed` };
    }),
  ];
  return stepsOf(after.name, "restart", changes, "observed");
}

/** Its listener, where it is elsewhere and nothing else of the file that says so changed. */
function movedListener(before: WorkloadInstance, after: WorkloadInstance): string | undefined {
  const [old, now] = [before.listeners[0], after.listeners[0]];
  const moved = old && now && (old.port !== now.port || old.address !== now.address);
  return moved && fileOf(before, fileNames.process) ? now.name : undefined;
}
