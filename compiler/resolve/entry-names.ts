import { called, callNameOf } from "../model/called.ts";
import type { ManifestData, ManifestDomain, ManifestEvent, ManifestNamed } from "../model/manifest.ts";
import { namedEntries } from "../model/named-entries.ts";
import { listed, type Names } from "../model/names.ts";

/** Names of a manifest as it is written to the keys of those entries that were renamed. */
export function keysIn(data: ManifestData): Names {
  return new Map(
    namedEntries(data).flatMap(({ list, id, entry }) =>
      entry.renamedFrom === undefined ? [] : [[listed(list, id), entry.renamedFrom] as const],
    ),
  );
}

/** Keys to names of a manifest whose entries stand under their keys. */
export function namesIn(data: ManifestData): Names {
  return new Map(
    namedEntries(data).flatMap(({ list, id, name: key, entry }) => {
      const name = callNameOf(entry);
      return name === undefined || name === key ? [] : [[listed(list, id), name] as const];
    }),
  );
}

/**
 * A manifest as it is written in which each entry that was renamed says what it is called, in place of what it was. An event
 * without a topic has its first name for one.
 */
export function withNames(data: ManifestData): ManifestData {
  const { teams, brokers, domains, applications, links, policies } = data;
  return {
    ...data,
    ...(teams && { teams: named(teams) }),
    ...(brokers && { brokers: named(brokers) }),
    ...(domains && { domains: named(mapped(domains, withEvents)) }),
    ...(applications && { applications: named(applications) }),
    ...(links && { links: named(links) }),
    ...(policies && { policies: named(policies) }),
  };
}

function named<T extends ManifestNamed>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return mapped(entries, (entry, name) => (entry?.renamedFrom === undefined ? entry : called(entry, name)));
}

function withEvents(domain: ManifestDomain): ManifestDomain {
  const { events } = domain;
  return events ? { ...domain, events: named(mapped(events, withTopic)) } : domain;
}

function withTopic(event: ManifestEvent): ManifestEvent {
  return event?.renamedFrom === undefined ? event : { ...event, topic: event.topic ?? event.renamedFrom };
}

function mapped<T>(entries: Readonly<Record<string, T>>, copy: (entry: T, name: string) => T) {
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, copy(entry, name)]));
}
