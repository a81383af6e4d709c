import { termsDiffer } from "../diagnostics/codes/read-terms.ts";
import { eventsOf } from "../model/events-of.ts";
import type { Event, Reference } from "../model/mesh.ts";
import { termsAlike } from "../model/read-terms.ts";
import type { Rule } from "./rule.ts";

/** An application that subscribes to an event more than once says the same of its delivery each time. */
export const eventsAreReadOnOneKindOfTerms: Rule = (mesh, _engines, report) => {
  for (const { name, subscribe } of mesh.applications.values()) {
    const first = new Map<Event, Reference>();
    const place = (index: number) => ["applications", name, "subscribe", index];
    for (const reference of subscribe) {
      for (const event of eventsOf([reference])) {
        const other = first.get(event);
        if (!other) first.set(event, reference);
        else if (!termsAlike(other.terms, reference.terms)) {
          const related = { path: place(other.index), message: "subscribed to here on other terms" };
          const id = `${event.domain}.${event.name}`;
          report.report(termsDiffer, { application: name, event: id }, { path: place(reference.index) }, [
            related,
          ]);
        }
      }
    }
  }
};
