import type { Reporter } from "../diagnostics/reporter.ts";
import { eventIndex } from "../model/event-index.ts";
import type { ManifestApplication, ManifestTeam } from "../model/manifest.ts";
import type { Application, Broker, Domain, Reference } from "../model/mesh.ts";
import { lookUp, reportUnknown } from "./names.ts";
import { type Events, resolveReference } from "./references.ts";

/** The applications; those whose broker is unknown are reported and left out. */
export function resolveApplications(
  entries: Readonly<Record<string, ManifestApplication>>,
  teams: ReadonlyMap<string, ManifestTeam>,
  brokers: ReadonlyMap<string, Broker>,
  brokerNames: ReadonlySet<string>,
  domains: ReadonlyMap<string, Domain>,
  report: Reporter,
): ReadonlyMap<string, Application> {
  const index = eventIndex([...domains.values()].flatMap((domain) => [...domain.events.values()]));
  const applications = new Map<string, Application>();
  for (const [name, entry] of Object.entries(entries)) {
    const path = ["applications", name];
    lookUp("team", entry.team, teams, [...path, "team"], report);
    const publish = resolveReferences(name, entry, "publish", { domains, index }, report);
    const subscribe = resolveReferences(name, entry, "subscribe", { domains, index }, report);
    const broker = typeof entry.broker === "string" ? brokers.get(entry.broker) : undefined;
    if (typeof entry.broker === "string" && !brokerNames.has(entry.broker)) {
      reportUnknown("broker", entry.broker, brokerNames, [...path, "broker"], report);
    }
    if (!broker) continue;
    const group = entry.group === undefined ? {} : { group: entry.group };
    const durable = entry.durable ?? false;
    applications.set(name, { name, team: entry.team, broker, publish, subscribe, durable, ...group });
  }
  return applications;
}

function resolveReferences(
  name: string,
  entry: ManifestApplication,
  action: "publish" | "subscribe",
  events: Events,
  report: Reporter,
): readonly Reference[] {
  const written = entry[action] ?? [];
  const referrer = { team: entry.team, action };
  return written.map((reference, index) =>
    resolveReference(reference, index, ["applications", name, action, index], referrer, events, report),
  );
}
