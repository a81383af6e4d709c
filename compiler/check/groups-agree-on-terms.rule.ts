import { groupTermsDiffer } from "../diagnostics/codes/read-terms.ts";
import { sortedByName } from "../model/compare.ts";
import { eventsOf } from "../model/events-of.ts";
import type { Event, ReadTerms } from "../model/mesh.ts";
import { termsAlike } from "../model/read-terms.ts";
import type { Rule } from "./rule.ts";

/** A member of a group, and the terms on which it reads an event. */
interface Member {
  readonly name: string;
  readonly terms: ReadTerms | undefined;
}

/** Members of a group share a durable per event, so that they want each event delivered alike. */
export const groupsAgreeOnTerms: Rule = (mesh, _engines, report) => {
  const known = new Map<string, Map<Event, Member>>();
  for (const { name, group, subscribe } of sortedByName(mesh.applications.values())) {
    if (group === undefined) continue;
    const first = known.get(group) ?? new Map<Event, Member>();
    known.set(group, first);
    for (const reference of subscribe) {
      for (const event of eventsOf([reference])) {
        const other = first.get(event) ?? { name, terms: reference.terms };
        first.set(event, other);
        // An application's own subscriptions are held against each other elsewhere.
        if (other.name === name || termsAlike(other.terms, reference.terms)) continue;
        const names = { group, application: name, other: other.name };
        const path = ["applications", name, "subscribe", reference.index];
        report.report(groupTermsDiffer, { ...names, event: `${event.domain}.${event.name}` }, { path });
      }
    }
  }
};
