import { outsideResidency } from "../diagnostics/codes/check.ts";
import { eventsOf } from "../model/events-of.ts";
import { residencyAllows } from "../model/residency.ts";
import { referencesOf } from "./references.ts";
import type { Rule } from "./rule.ts";

/**
 * An application refers only to events that may be wherever it is to attach. One that may attach anywhere attaches
 * where they may be.
 */
export const referencesRespectResidency: Rule = (mesh, _engines, report) => {
  for (const { application, reference, path } of referencesOf(mesh)) {
    const brokers = application.brokers === "any" ? [] : application.brokers;
    for (const environment of new Set(brokers.map((broker) => broker.environment))) {
      for (const event of eventsOf([reference])) {
        if (residencyAllows(event, environment)) continue;
        const { name, residency } = environment;
        const names = { application: application.name, event: `${event.domain}.${event.name}` };
        const allowed = event.residency ?? [];
        report.report(outsideResidency, { ...names, environment: name, residency, allowed }, { path });
      }
    }
  }
};
