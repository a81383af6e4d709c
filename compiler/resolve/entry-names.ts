import { called, callNameOf } from "../model/called.ts";
import type { ManifestData, ManifestDomain, ManifestEvent, ManifestNamed } from "../model/manifest.ts";
import { namedEntries } from "../model/named-entries.ts";
import { listed, type Names } from "../model/names.ts";

/** What stands for a name that an entry had, where the manifest refers to it: no entry is called so. */
const former = (name: string) => `${name}?`;

/**
 * Names of a manifest as it is written to the keys of those entries that were renamed. A reference to the name that one had
 * does not lead to it.
 */
export function keysIn(data: ManifestData): Names {
  const renamed = namedEntries(data).flatMap(({ list, id, domain, entry }) => {
    const { renamedFrom: key } = entry;
    if (key === undefined) return [];
    const had = domain === undefined ? key : `${domain}.${key}`;
    return [
      [listed(list, id), key],
      [listed(list, had), former(key)],
    ] as const;
  });
  return new Map(renamed);
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

/** The same with references that lead nowhere, as they were written. */
export function writtenIn(data: ManifestData): Names {
  const names = namesIn(data);
  const wrong = namedEntries(data).flatMap(({ list, id, name: key }) =>
    names.has(listed(list, id)) ? [[listed(list, former(id)), key] as const] : [],
  );
  return new Map([...names, ...wrong]);
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
