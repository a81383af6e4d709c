import { notShared } from "../diagnostics/codes/check.ts";
import type { Event } from "../model/mesh.ts";
import { teamMay } from "../model/sharing.ts";
import { referencesOf } from "./references.ts";
import type { Rule } from "./rule.ts";

/** An application refers only to events that its team owns or that are shared with it for that. */
export const referencesAreShared: Rule = (mesh, _engines, report) => {
  for (const { application, action, reference, path } of referencesOf(mesh)) {
    const events = new Set<Event>(reference.accesses.map((access) => access.event));
    for (const event of events) {
      if (teamMay(application.team, action, event)) continue;
      const { name, team } = application;
      const declared = { path: ["domains", event.domain], on: "key", message: "declared here" } as const;
      report.report(
        notShared,
        { application: name, team, action, event: `${event.domain}.${event.name}`, owner: event.owner },
        { path },
        [declared],
      );
    }
  }
};
