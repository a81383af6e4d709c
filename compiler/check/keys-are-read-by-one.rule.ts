import { orderLost } from "../diagnostics/codes/read-terms.ts";
import { sortedByName } from "../model/compare.ts";
import { eventsOf } from "../model/events-of.ts";
import type { Application, Event } from "../model/mesh.ts";
import type { Rule } from "./rule.ts";

/**
 * Where events of one key keep their order, those who share them do not: what one is still busy with, another's next
 * event overtakes. Shared is what members of a group read, and what several instances read by one durable.
 */
export const keysAreReadByOne: Rule = (mesh, engines, report) => {
  const readers = new Map<string, Application[]>();
  for (const application of sortedByName(mesh.applications.values())) {
    const brokers = application.brokers === "any" ? [...mesh.brokers.values()] : application.brokers;
    if (brokers.every(({ engine }) => engines.get(engine)?.keepsKeysApart)) continue;
    for (const reference of application.subscribe) {
      for (const event of eventsOf([reference])) {
        const { orderedBy: key } = event;
        const shared = sharedAs(application, event);
        if (key === undefined || shared === undefined) continue;
        const id = `${event.domain}.${event.name}`;
        const sharers = readers.get(`${shared} ${id}`) ?? [];
        readers.set(`${shared} ${id}`, sharers);
        if (!sharers.includes(application)) sharers.push(application);
        const hop = whyShared(application, sharers);
        const path = ["applications", application.name, "subscribe", reference.index];
        if (hop !== undefined)
          report.report(orderLost, { event: id, key, application: application.name, hop }, { path });
      }
    }
  }
};

/** As what an application shares an event with others, if it does. */
function sharedAs({ name, group, durable }: Application, event: Event): string | undefined {
  if (group !== undefined) return `group ${group}`;
  return durable && event.terms.delivery === "at-least-once" ? `application ${name}` : undefined;
}

function whyShared({ group, name, instances = 1 }: Application, sharers: readonly Application[]) {
  const what = group === undefined ? "" : `group "${group}" `;
  const [other] = sharers;
  if (other && other.name !== name) return `${what}shares them between "${other.name}" and "${name}"`;
  if (instances === 1) return undefined;
  return `${what === "" ? "its durable " : what}shares them between ${instances} instances`;
}
