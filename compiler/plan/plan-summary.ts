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

/**
 * The last line of a plan: `Plan: 3 to add, 1 to change, 0 to replace, 0 to remove; worst effect: RELOAD`. What is renamed or
 * drained, and what is refused, is counted apart where there is some.
 */
export function planSummary({ changes, refused }: Pick<Plan, "changes" | "refused">): string {
  const count = (wanted: Action): number => changes.filter(({ action }) => action === wanted).length;
  const some = (many: number, words: string) => (many > 0 ? [`${many} ${words}`] : []);
  const parts = [
    `${count("add")} to add`,
    `${count("change")} to change`,
    ...some(count("rename"), "to rename"),
    `${count("replace")} to replace`,
    ...some(count("drain"), "to drain"),
    `${count("remove")} to remove`,
    ...some(refused.length, "refused"),
  ];
  return `Plan: ${parts.join(", ")}; worst effect: ${worstOf(changes.map(({ effect }) => effect))}`;
}
