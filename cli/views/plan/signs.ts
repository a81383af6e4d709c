import type { Action } from "../../../compiler/plan/plan.ts";

/** How an action is shown before a name. */
export const signs: Readonly<Record<Action, string>> = {
  add: "+",
  change: "~",
  rename: ">",
  replace: "-/+",
  drain: "v",
  remove: "-",
};
