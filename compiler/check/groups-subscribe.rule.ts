import { groupWithoutSubscription } from "../diagnostics/codes/check.ts";
import type { Rule } from "./rule.ts";

/** Whoever is of a group subscribes to something: there is no other work to share. */
export const groupsSubscribe: Rule = (mesh, _engines, report) => {
  for (const { name, group, subscribe } of mesh.applications.values()) {
    if (group === undefined || subscribe.length > 0) continue;
    const at = { path: ["applications", name, "group"], on: "key" } as const;
    report.report(groupWithoutSubscription, { application: name, group }, at);
  }
};
