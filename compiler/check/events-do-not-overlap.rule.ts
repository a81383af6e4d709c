import { eventsOverlap } from "../diagnostics/codes/check.ts";
import { sortedByName } from "../model/compare.ts";
import { eventIndex } from "../model/event-index.ts";
import { intersection, printPattern } from "../model/topic.ts";
import type { Rule } from "./rule.ts";

/** No two events of a domain share a topic. */
export const eventsDoNotOverlap: Rule = (mesh, _engines, report) => {
  for (const domain of mesh.domains.values()) {
    const index = eventIndex(domain.events.values());
    for (const event of sortedByName(domain.events.values())) {
      for (const other of index.overlapping(event.topic)) {
        if (other.name >= event.name) continue;
        const common = intersection(event.topic, other.topic) ?? event.topic;
        const example = printPattern(common.map((level) => (level === "*" ? "x" : level)));
        const related = { path: ["domains", domain.name, "events", other.name], on: "key" } as const;
        report.report(
          eventsOverlap,
          { event: `${domain.name}.${event.name}`, other: `${domain.name}.${other.name}`, example },
          { path: ["domains", domain.name, "events", event.name], on: "key" },
          [{ ...related, message: "the other event" }],
        );
      }
    }
  }
};
