import { outsideResidency } from "../diagnostics/codes/check.ts";
import type { Event } from "../model/mesh.ts";
import { residencyAllows } from "../model/residency.ts";
import { referencesOf } from "./references.ts";
import type { Rule } from "./rule.ts";

/** An application refers only to events that may be where it attaches. */
export const referencesRespectResidency: Rule = (mesh, _engines, report) => {
  for (const { application, reference, path } of referencesOf(mesh)) {
    const { environment } = application.broker;
    for (const event of new Set<Event>(reference.accesses.map((access) => access.event))) {
      if (residencyAllows(event, environment)) continue;
      report.report(
        outsideResidency,
        {
          application: application.name,
          event: `${event.domain}.${event.name}`,
          environment: environment.name,
          residency: environment.residency,
          allowed: event.residency ?? [],
        },
        { path },
      );
    }
  }
};
