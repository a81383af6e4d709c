import { worstOf } from "../../../compiler/model/effect.ts";
import type { Action, Plan } from "../../../compiler/plan/plan.ts";

/** How an action is shown before a name. */
export const signs: Readonly<Record<Action, string>> = {
  add: "+",
  change: "~",
  rename: ">",
  replace: "-/+",
  drain: "v",
  remove: "-",
};

/** The last line of a plan: `Plan: 3 to add, 1 to change, 0 to replace, 0 to remove; worst effect: RELOAD`. */
export function planSummary({ changes, refused }: Plan): string {
  const count = (action: Action): number => changes.filter((change) => change.action === action).length;
  const parts = [
    `${count("add")} to add`,
    `${count("change")} to change`,
    ...(count("rename") > 0 ? [`${count("rename")} to rename`] : []),
    `${count("replace")} to replace`,
    ...(count("drain") > 0 ? [`${count("drain")} to drain`] : []),
    `${count("remove")} to remove`,
    ...(refused.length > 0 ? [`${refused.length} refused`] : []),
  ];
  return `Plan: ${parts.join(", ")}; worst effect: ${worstOf(changes.map(({ effect }) => effect))}`;
}
