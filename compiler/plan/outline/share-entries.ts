import type { Event } from "../../model/mesh.ts";
import type { Entry } from "../entry.ts";

/**
 * Who besides its owner may use an event, as access: `team finance subscribe orders.placed`, `every team subscribe
 * orders.placed`. They give no right by themselves, so that nothing is to be done for them.
 */
export function shareEntries(
  domains: readonly Entry[],
  eventsOf: (domain: string) => Iterable<Event>,
): readonly Entry[] {
  return domains.flatMap(({ name: domain, environment }) =>
    [...eventsOf(domain)].flatMap(({ name: event, share }) => {
      const readers =
        share.subscribe === "all" ? ["every team"] : share.subscribe.map((team) => `team ${team}`);
      const uses = [
        ...readers.map((who) => `${who} subscribe`),
        ...share.publish.map((team) => `team ${team} publish`),
      ];
      return [...new Set(uses)].map((use): Entry => ({
        kind: "access",
        name: `${use} ${domain}.${event}`,
        environment,
        facets: [],
        brokers: [],
        domain,
        event,
      }));
    }),
  );
}
