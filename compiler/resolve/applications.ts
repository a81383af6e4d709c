import { namedTwice } from "../diagnostics/codes/resolve.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { sortedByName } from "../model/compare.ts";
import { eventIndex } from "../model/event-index.ts";
import type { ManifestApplication, ManifestTeam } from "../model/manifest.ts";
import type { Application, Broker, Domain, Reference } from "../model/mesh.ts";
import type { Path } from "../source/path.ts";
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
    const attaches = resolvePlaces(entry.broker, { brokers, brokerNames }, [...path, "broker"], report);
    if (attaches.length === 0) continue;
    const group = entry.group === undefined ? {} : { group: entry.group };
    const durable = entry.durable ?? false;
    const instances = entry.instances === undefined ? {} : { instances: entry.instances };
    applications.set(name, {
      name,
      team: entry.team,
      brokers: attaches,
      publish,
      subscribe,
      durable,
      ...(entry.protocol !== undefined && { protocol: entry.protocol }),
      ...group,
      ...instances,
      ...(entry.credentials?.file !== undefined && { credentialsFile: entry.credentials.file }),
    });
  }
  return applications;
}

/** Brokers as they were named, and those of them that could be resolved. */
interface Named {
  readonly brokers: ReadonlyMap<string, Broker>;
  readonly brokerNames: ReadonlySet<string>;
}

function resolvePlaces(
  written: ManifestApplication["broker"],
  { brokers, brokerNames }: Named,
  path: Path,
  report: Reporter,
): readonly Broker[] | "any" {
  if (written === "any") return "any";
  const names = typeof written === "string" ? [written] : written;
  const found = names.flatMap((name, index) => {
    const place = typeof written === "string" ? path : [...path, index];
    if (!brokerNames.has(name)) reportUnknown("broker", name, brokerNames, place, report);
    if (names.indexOf(name) !== index) report.report(namedTwice, { broker: name }, { path: place });
    return brokers.get(name) ?? [];
  });
  return sortedByName(new Set(found));
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
