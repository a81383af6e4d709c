import type { InstanceRecord } from "../state/documents.ts";

/** How long an instance may take to end, in seconds. */
export function graceOf({ applied, underway }: InstanceRecord): number {
  return (applied ?? underway)?.stop.graceSeconds ?? 10;
}
