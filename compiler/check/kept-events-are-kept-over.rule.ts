import { notKeptOver } from "../diagnostics/codes/check.ts";
import type { Application, Mesh } from "../model/mesh.ts";
import { protocolOf } from "../model/protocol-of.ts";
import { readsByDurable } from "../model/reads-by-durable.ts";
import type { Engine, Protocol } from "../target.ts";
import { referencesOf } from "./references.ts";
import type { Rule } from "./rule.ts";

/**
 * Nobody publishes or reads a stored event over a protocol in which an acknowledgement does not say that it is stored: of
 * 6,000 events that nats-server had acknowledged over MQTT 4,970 were stored once a leader had been killed (2.12).
 */
export const keptEventsAreKeptOver: Rule = (mesh, engines, report) => {
  const told = new Set<string>();
  for (const { application, action, reference, path } of referencesOf(mesh)) {
    const protocol = protocolOf(application, mesh, engines);
    const unkept = spokenBy(application, mesh, engines, protocol).filter(({ dialect }) => !dialect.stored);
    for (const { event } of reference.accesses) {
      const isRead = action === "subscribe" && readsByDurable(application, event);
      if (unkept.every(({ holdsForSessions }) => holdsForSessions && !isRead)) continue;
      const key = `${path.join(" ")} ${event.domain}.${event.name}`;
      if (event.terms.delivery !== "at-least-once" || told.has(key)) continue;
      told.add(key);
      const names = { application: application.name, event: `${event.domain}.${event.name}` };
      report.report(notKeptOver, { ...names, protocol, action: isRead ? "read" : action }, { path });
    }
  }
};

/** A protocol as each engine has it at which an application may attach. */
function spokenBy(
  { brokers }: Application,
  mesh: Mesh,
  engines: ReadonlyMap<string, Engine>,
  protocol: string,
): readonly Protocol[] {
  const candidates = brokers === "any" ? [...mesh.brokers.values()] : brokers;
  const names = new Set(candidates.map(({ engine }) => engine));
  return [...names].flatMap(
    (engine) => engines.get(engine)?.protocols.filter(({ name }) => name === protocol) ?? [],
  );
}
