import { isAlone } from "../../compiler/plan/is-alone.ts";
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
    if (!isAlone(workload, support.engine)) return [];
    const ending = recorded.flatMap(
      ([
        name,
        {
          environment,
          record: { broker, beside },
        },
      ]) => {
        const isBeside = broker === workload.broker && environment === workload.environment;
        return isBeside && beside === undefined && name !== instance.name ? [name] : [];
      },
    );
    return ending.length > 0 ? [{ planned: each, ending: ending.toSorted() }] : [];
  });
}
