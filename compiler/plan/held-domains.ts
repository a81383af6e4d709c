import { compare } from "../model/compare.ts";
import type { ManifestData, ManifestDomain, ManifestEvent, ManifestTerms } from "../model/manifest.ts";
import type { HeldEvent, HeldEvents } from "./held-events.ts";
import { marked } from "./held-mark.ts";
import type { HeldPlaces } from "./held-places.ts";
import type { Stand } from "./stand.ts";

type Terms = Partial<ManifestTerms>;

/** What an entry says of being stored, by which events are kept together. */
const keeping = ["delivery", "retention", "home", "residency"] as const;

/** What else readers of an event rely on. */
const reading = ["offline", "order", "duplicates"] as const;

/** The domains of a manifest with those events that are held on to, and shared with all who are to read on. */
export function heldDomains(
  wanted: Stand,
  recorded: Stand,
  { events }: HeldEvents,
  { places }: HeldPlaces,
): NonNullable<ManifestData["domains"]> {
  const domains = new Map(Object.entries(wanted.data.domains ?? {}));
  const sorted = [...events.values()].toSorted(
    (a, b) => compare(a.event.domain, b.event.domain) || compare(a.event.name, b.event.name),
  );
  for (const held of sorted) {
    const { domain } = held.event;
    const before = recorded.data.domains?.[domain];
    if (!before) continue;
    const now = domains.get(domain) ?? withoutEvents(before, wanted);
    domains.set(domain, withEvent(now, before, held, wanted));
  }
  for (const [application, read] of places) {
    const team = teamOf(wanted, recorded, application);
    for (const { event } of read) {
      const domain = domains.get(event.domain);
      const shared = domain && sharedWith(domain, event.name, team);
      if (shared) domains.set(event.domain, shared);
    }
  }
  return Object.fromEntries(domains);
}

/** The team that an application is of, or was of when it left. */
export function teamOf(wanted: Stand, recorded: Stand, application: string): string {
  const { topology } = wanted.data.applications?.[application] ? wanted : recorded;
  return topology.mesh.applications.get(application)?.team ?? "";
}

function withoutEvents(domain: ManifestDomain, { data }: Stand): ManifestDomain {
  const { home, ...others } = domain;
  const isThere = home !== undefined && data.brokers?.[home] !== undefined;
  return { ...others, ...(isThere && { home }), events: {} };
}

/** A domain with an event, in a stream of the same name as before, at the same home. */
function withEvent(
  now: ManifestDomain,
  before: ManifestDomain,
  { event, stream, stays }: HeldEvent,
  { topology }: Stand,
): ManifestDomain {
  const was = before.events?.[event.name] ?? {};
  const pinned: Terms = { ...was, home: stream.home };
  const entry = stays ? withTerms(now.events?.[event.name] ?? {}, was, reading) : was;
  const put = (domain: ManifestDomain, terms: Terms): ManifestDomain => {
    const kept: ManifestEvent = marked(withTerms(entry, terms, keeping));
    return { ...domain, events: { ...domain.events, [event.name]: kept } };
  };
  if (stream.name !== stream.domain) return put(now, pinned);
  const isStored = topology.streams.some(({ name }) => name === stream.name);
  return isStored ? put(now, now) : put(withTerms(now, pinned, keeping), pinned);
}

/** An entry that says of some keys what another says of them, be it nothing. */
function withTerms<T extends Terms>(entry: T, from: Terms, keys: readonly (keyof Terms)[]): T {
  const others = Object.entries(entry).filter(([key]) => !keys.some((one) => one === key));
  const taken = keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]] as const]));
  return Object.fromEntries([...others, ...taken]) as T;
}

/** A domain of which a team may read an event, where it may not yet. */
function sharedWith(domain: ManifestDomain, name: string, team: string): ManifestDomain | undefined {
  const { events = {} } = domain;
  if (!Object.hasOwn(events, name) || domain.owner === team) return undefined;
  const event = events[name] ?? {};
  const { share = "private" } = event;
  if (share === "all") return undefined;
  const said = typeof share === "object" && "subscribe" in share ? share.subscribe : share;
  if (said === "all") return undefined;
  const teams: readonly string[] = Array.isArray(said) ? said : [];
  if (teams.includes(team)) return undefined;
  const publish = typeof share === "object" && "publish" in share ? share.publish : undefined;
  const subscribe = [...teams, team].toSorted(compare);
  const now: ManifestEvent = { ...event, share: publish ? { subscribe, publish } : subscribe };
  return { ...domain, events: { ...events, [name]: now } };
}
