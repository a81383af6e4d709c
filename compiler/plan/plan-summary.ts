import { type Effect, worstOf } from "../model/effect.ts";
import type { Action, Plan } from "./plan.ts";

/** How many changes of each sort a plan has, and the gravest effect. What is drained or renamed is counted as changed. */
export interface PlanCounts {
  readonly worst: Effect;
  readonly add: number;
  readonly change: number;
  readonly replace: number;
  readonly remove: number;
}

/** Counts the changes of a plan. */
export function countsOf({ changes }: Pick<Plan, "changes">): PlanCounts {
  const count = (...actions: readonly Action[]) =>
    changes.filter(({ action }) => actions.includes(action)).length;
  return {
    worst: worstOf(changes.map(({ effect }) => effect)),
    add: count("add"),
    change: count("change", "drain", "rename"),
    replace: count("replace"),
    remove: count("remove"),
  };
}

/** The last line of a plan: `Plan: 3 to add, 1 to change, 0 to replace, 0 to remove; worst effect: RELOAD`. */
export function planSummary(plan: Pick<Plan, "changes">): string {
  const { worst, add, change, replace, remove } = countsOf(plan);
  return `Plan: ${add} to add, ${change} to change, ${replace} to replace, ${remove} to remove; worst effect: ${worst}`;
}
