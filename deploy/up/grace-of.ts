import type { InstanceRecord } from "../state/documents.ts";
import { versionsOf } from "../state/versions-of.ts";

/** How long an instance may take to end, in seconds. */
export function graceOf(record: InstanceRecord): number {
  return versionsOf(record)[0]?.stop.graceSeconds ?? 10;
}
