import { backoffUnfit } from "../diagnostics/codes/read-terms.ts";
import { eventsOf } from "../model/events-of.ts";
import type { ReadTerms, Reference } from "../model/mesh.ts";
import type { Rule } from "./rule.ts";

/** Longest pause where events are kept for good, in milliseconds: a hundred years, which engines can still count. */
const longest = 100 * 365 * 86_400_000;

/**
 * Each pause between deliveries takes some time, none outlasts the event, and there are no more of them than
 * deliveries (one more than they are between: after the last one the event is given up). NATS 2.10 to 2.15 refuse a
 * longer list, and take a pause of nothing for none at all.
 */
export const backoffFits: Rule = (mesh, _engines, report) => {
  for (const { name, subscribe } of mesh.applications.values()) {
    for (const reference of subscribe) {
      const why = reference.terms && whyUnfit(reference.terms, reference);
      if (why === undefined) continue;
      const path = ["applications", name, "subscribe", reference.index, "backoff"];
      report.report(backoffUnfit, { application: name, why }, { path });
    }
  }
};

function whyUnfit({ backoff = [], maxDeliver = Infinity }: ReadTerms, reference: Reference) {
  if (backoff.length > maxDeliver)
    return `there are ${backoff.length}, and an event is given up after ${count(maxDeliver)}`;
  if (backoff.includes(0)) return "one of them is of no length";
  const pause = Math.max(0, ...backoff);
  const event = [...eventsOf([reference])].find(
    ({ terms }) => pause > (terms.retention.ageMilliseconds ?? longest),
  );
  return event && `"${event.domain}.${event.name}" is not kept for as long as one of them`;
}

function count(deliveries: number): string {
  return deliveries === 1 ? "one delivery" : `${deliveries} deliveries`;
}
