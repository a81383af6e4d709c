import { groupOfTwoTeams } from "../diagnostics/codes/check.ts";
import { sortedByName } from "../model/compare.ts";
import type { Application } from "../model/mesh.ts";
import type { Rule } from "./rule.ts";

/** All members of a group are of one team. */
export const groupsBelongToOneTeam: Rule = (mesh, _engines, report) => {
  const first = new Map<string, Application>();
  for (const application of sortedByName(mesh.applications.values())) {
    const { group, name, team } = application;
    if (group === undefined) continue;
    const other = first.get(group);
    if (!other) first.set(group, application);
    else if (other.team !== team) {
      const related = { path: ["applications", other.name, "group"], message: "the other team's member" };
      report.report(
        groupOfTwoTeams,
        { group, application: name, team, other: other.name, otherTeam: other.team },
        { path: ["applications", name, "group"] },
        [related],
      );
    }
  }
};
