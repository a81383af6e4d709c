import { termsWithoutDurable } from "../diagnostics/codes/read-terms.ts";
import { eventsOf } from "../model/events-of.ts";
import type { Rule } from "./rule.ts";

/** Terms of delivery are said of events that are read by a durable: nothing else is delivered again. */
export const termsAreAboutDurables: Rule = (mesh, _engines, report) => {
  for (const { name, subscribe, durable, group } of mesh.applications.values()) {
    const keepsPlace = durable || group !== undefined;
    for (const reference of subscribe) {
      const { index, terms } = reference;
      if (!terms) continue;
      // Where it is said, `maxDeliver` may be its default.
      const key = terms.deadLetter ? "deadLetter" : terms.maxDeliver === undefined ? "backoff" : "maxDeliver";
      for (const event of eventsOf([reference])) {
        const isStored = event.terms.delivery === "at-least-once";
        if (keepsPlace && isStored) continue;
        const path = ["applications", name, "subscribe", index, key];
        const id = `${event.domain}.${event.name}`;
        report.report(
          termsWithoutDurable,
          { application: name, key, event: id, isStored },
          { path, on: "key" },
        );
      }
    }
  }
};
