import { endsAlong } from "../../compiler/plan/ends-along.ts";
import { versionsOf } from "../state/versions-of.ts";
import type { PlannedInstance } from "./carry-out.ts";
import type { MeshRecord } from "./mesh-record.ts";

/** A server that is to know no others, and those that there were beside it, which end as soon as it is so. */
export interface LeftAlone {
  readonly planned: PlannedInstance;
  /** Names of instances. */
  readonly ending: readonly string[];
}

/** Those that are left by others, in the order of `planned`. */
export function leftAlone(
  record: Pick<MeshRecord, "instances">,
  planned: readonly PlannedInstance[],
): readonly LeftAlone[] {
  const recorded = [...record.instances()];
  return planned.flatMap((each) => {
    const { workload, instance, support } = each;
    const ending = recorded.flatMap(([name, { environment, record: placed }]) => {
      const isBeside = placed.broker === workload.broker && environment === workload.environment;
      const [was] = versionsOf(placed);
      if (!isBeside || name === instance.name || !was) return [];
      return endsAlong(was, workload, support.engine) ? [name] : [];
    });
    return ending.length > 0 ? [{ planned: each, ending: ending.toSorted() }] : [];
  });
}
