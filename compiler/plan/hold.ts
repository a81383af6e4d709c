import { compare, sortedByName } from "../model/compare.ts";
import type { ManifestData, ManifestDomain } from "../model/manifest.ts";
import { heldApplications } from "./held-applications.ts";
import { heldDomains, teamOf } from "./held-domains.ts";
import { eventsToHold, type HeldEvents } from "./held-events.ts";
import { isMarked } from "./held-mark.ts";
import { type HeldPlaces, placesToHold } from "./held-places.ts";
import type { RefusedLoss } from "./refused-loss.ts";
import type { Stand } from "./stand.ts";

/** Something that left the manifest and is held on to until what it keeps is read. */
export interface Drain {
  readonly kind: "domain" | "application";
  readonly name: string;
  /** Whether it was held on to already when the recorded manifest was applied. */
  readonly draining: boolean;
}

/** A manifest with what is still held on to. */
export interface Held {
  readonly data: ManifestData;
  /** Sorted by kind and name. */
  readonly drains: readonly Drain[];
  /** What can neither be held on to nor be given up, sorted by name. */
  readonly refused: readonly RefusedLoss[];
}

/**
 * The manifest that is wanted with what of the recorded one keeps events that somebody has yet to read, and is no longer
 * wanted: stored events without those who publish them, and who reads by a durable with what it reads so. `mayLose` names
 * domains, applications and brokers whose events may be lost, as `lossKey` does. With nothing to hold on to it is the wanted manifest.
 */
export function hold(wanted: Stand, recorded: Stand | undefined, mayLose: ReadonlySet<string>): Held {
  if (!recorded) return { data: wanted.data, drains: [], refused: [] };
  const events = eventsToHold(wanted, recorded, mayLose);
  const places = placesToHold(wanted, recorded, events, mayLose);
  const refused = sortedByName([...events.refused, ...places.refused]);
  if (events.events.size + places.places.size === 0) return { data: wanted.data, drains: [], refused };
  const drains = drainsOf(wanted, recorded, events, places);
  const drained = new Set(drains.flatMap(({ kind, name }) => (kind === "application" ? name : [])));
  const domains = heldDomains(wanted, recorded, events, places);
  const data: ManifestData = {
    ...wanted.data,
    domains,
    applications: heldApplications(wanted, recorded, events, places, drained),
    ...teamsFor(wanted, recorded, domains, places),
    ...linksFor(wanted, recorded, events),
  };
  return { data, drains, refused };
}

function drainsOf(
  wanted: Stand,
  recorded: Stand,
  { events }: HeldEvents,
  { places }: HeldPlaces,
): readonly Drain[] {
  const domains = new Map<string, boolean>();
  for (const { event } of events.values()) {
    const isKnown = isMarked(recorded.data.domains?.[event.domain]?.events?.[event.name]);
    domains.set(event.domain, (domains.get(event.domain) ?? true) && isKnown);
  }
  const applications = [...places].filter(
    ([name, read]) => !wanted.data.applications?.[name] || read.some(({ ofReader }) => ofReader),
  );
  const byName = (a: Drain, b: Drain) => compare(a.name, b.name);
  return [
    ...applications
      .map(([name]): Drain => {
        const draining = isMarked(recorded.data.applications?.[name]);
        return { kind: "application", name, draining };
      })
      .toSorted(byName),
    ...[...domains].map(([name, draining]): Drain => ({ kind: "domain", name, draining })).toSorted(byName),
  ];
}

/** Teams that what is held on to names, of which the manifest has some no more. */
function teamsFor(
  wanted: Stand,
  recorded: Stand,
  domains: Readonly<Record<string, ManifestDomain>>,
  { places }: HeldPlaces,
): Pick<ManifestData, "teams"> {
  const named = new Set([...places.keys()].map((name) => teamOf(wanted, recorded, name)));
  for (const { owner, share, events } of Object.values(domains)) {
    named.add(owner);
    for (const said of [share, ...Object.values(events ?? {}).map((event) => event?.share)])
      for (const team of namedIn(said)) named.add(team);
  }
  const { teams = {} } = wanted.data;
  const back = Object.entries(recorded.data.teams ?? {}).filter(
    ([team]) => named.has(team) && !Object.hasOwn(teams, team),
  );
  return back.length > 0 ? { teams: { ...teams, ...Object.fromEntries(back) } } : {};
}

function namedIn(share: ManifestDomain["share"]): readonly string[] {
  if (share === undefined || typeof share === "string") return [];
  if (!("subscribe" in share) && !("publish" in share)) return share as readonly string[];
  const { subscribe = [], publish = [] } = share;
  return [...(typeof subscribe === "string" ? [] : subscribe), ...publish];
}

/** Links with lists of domains, which let through what is held on to as before. */
function linksFor(wanted: Stand, recorded: Stand, { events }: HeldEvents): Pick<ManifestData, "links"> {
  const held = new Set([...events.values()].map(({ event }) => event.domain));
  const links = Object.entries(wanted.data.links ?? {}).map(([name, link]) => {
    const before = recorded.data.links?.[name]?.domains ?? [];
    const back = before.filter((domain) => held.has(domain) && !link.domains?.includes(domain));
    return [name, link.domains && back.length > 0 ? { ...link, domains: [...link.domains, ...back] } : link];
  });
  return wanted.data.links ? { links: Object.fromEntries(links) } : {};
}
