import type { Change, Meanwhile, Plan, Refusal, Wave } from "./plan.ts";
import { countsOf, type PlanCounts } from "./plan-summary.ts";

/** What `plan --json` prints; its schema is `schema/output/plan.json`. */
export interface PlanJson extends PlanCounts {
  readonly version: 1;
  readonly refused: readonly Refusal[];
  readonly changes: readonly Change[];
  readonly toAllow: readonly string[];
  readonly noted: readonly string[];
  readonly waves: readonly Wave[];
  readonly meanwhile: readonly Meanwhile[];
}

/** A plan as other tools take it, its keys in the order in which the schema has them. */
export function planDocument(plan: Plan): PlanJson {
  const { worst, add, change, replace, remove } = countsOf(plan);
  return {
    version: 1,
    worst,
    add,
    change,
    replace,
    remove,
    refused: plan.refused.map(({ name, why, allow }) => {
      return { name, why, ...(allow !== undefined && { allow }) };
    }),
    toAllow: plan.toAllow,
    changes: plan.changes.map(changeDocument),
    noted: plan.noted,
    waves: plan.waves.map(({ number, title, brokers }) => ({ number, title, brokers })),
    meanwhile: plan.meanwhile.map(({ after, until, kind, what, flows }) => ({
      after,
      until,
      kind,
      what,
      flows,
    })),
  };
}

function changeDocument(one: Change): Change {
  const { environment, kind, name, action, effect, basis, wave, reason, flows, applications } = one;
  return { environment, kind, name, action, effect, basis, wave, reason, flows, applications };
}
