import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import type { InstanceRecord } from "./documents.ts";

/** Everything that an instance may be now: what was seen to be applied first, then what was begun since. */
export function versionsOf(record: InstanceRecord | undefined): readonly WorkloadInstance[] {
  return [...(record?.applied ? [record.applied] : []), ...(record?.underway ?? [])];
}
