import { homeCannotStore, noHome } from "../diagnostics/codes/streams.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { compare, sortedByName } from "../model/compare.ts";
import { eventsOf } from "../model/events-of.ts";
import type { Domain, Event, Mesh, StorageTerms } from "../model/mesh.ts";
import { residencyAllows } from "../model/residency.ts";
import { activeClimb, type LinkGraph } from "../model/route.ts";
import type { Stream } from "../model/topology.ts";
import type { Placed } from "./pins.ts";
import { replicasOf } from "./replicas-of.ts";

type Hubs = readonly Placed[];

/** The streams of the mesh's at-least-once events, sorted by name; one that has nowhere to be is reported. */
export function synthesizeStreams(
  mesh: Mesh,
  placed: ReadonlyMap<string, Placed>,
  graph: LinkGraph,
  report: Reporter,
): readonly Stream[] {
  const hubs = [...placed.values()].filter(({ role }) => role === "hub");
  const publishers = publishersByHub(mesh, graph);
  const streams: Stream[] = [];
  for (const domain of mesh.domains.values()) {
    for (const [name, events] of eventsByStream(domain)) {
      const stream = streamOf(name, domain, events, { placed, hubs, publishers }, report);
      if (stream) streams.push(stream);
    }
  }
  return sortedByName(streams);
}

/**
 * Events on their domain's terms are kept together; one with terms or a residency of its own is kept by itself, since
 * links, copies and edges carry or keep either all of a stream or nothing of it.
 */
function eventsByStream(domain: Domain): ReadonlyMap<string, readonly Event[]> {
  const streams = new Map<string, Event[]>();
  for (const event of sortedByName(domain.events.values())) {
    if (event.terms.delivery !== "at-least-once") continue;
    const name = isKeptAlike(event, domain) ? domain.name : `${domain.name}_${event.name}`;
    streams.set(name, [...(streams.get(name) ?? []), event]);
  }
  return streams;
}

function isKeptAlike(event: Event, domain: Domain): boolean {
  const key = ({ residency, terms: { delivery, retention, home } }: Pick<Event, "residency" | "terms">) =>
    JSON.stringify([
      delivery,
      retention.ageMilliseconds,
      retention.bytes,
      retention.messages,
      home,
      residency && [...new Set(residency)].toSorted(compare),
    ]);
  return key(event) === key(domain);
}

interface Ground {
  readonly placed: ReadonlyMap<string, Placed>;
  readonly hubs: Hubs;
  readonly publishers: PublishersByHub;
}

function streamOf(
  name: string,
  domain: Domain,
  events: readonly Event[],
  ground: Ground,
  report: Reporter,
): Stream | undefined {
  const [first] = events;
  const terms = first?.terms ?? domain.terms;
  const home = homeOf(name, domain, events, terms, ground, report);
  if (!home) return undefined;
  const { broker, why } = home;
  const { retention } = terms;
  return {
    name,
    domain: domain.name,
    events,
    home: broker.name,
    retention,
    replicas: replicasOf(broker),
    why,
  };
}

interface Home {
  readonly broker: Placed["broker"];
  readonly why: string;
}

function homeOf(
  name: string,
  domain: Domain,
  events: readonly Event[],
  terms: StorageTerms,
  { placed, hubs, publishers }: Ground,
  report: Reporter,
): Home | undefined {
  const said = terms.home === undefined ? undefined : placed.get(terms.home);
  const own = name === domain.name ? [] : ["events", events[0]?.name ?? ""];
  const path = ["domains", domain.name, ...own];
  if (said) {
    const why = whyNotHome(said, events);
    if (why === undefined) return { broker: said.broker, why: "the manifest names it as `home`" };
    report.report(
      homeCannotStore,
      { stream: name, home: said.broker.name, why },
      { path: [...path, "home"] },
    );
    return undefined;
  }
  const able = hubs.filter((hub) => whyNotHome(hub, events) === undefined);
  const [best] = ranked(able, events, publishers);
  if (!best) report.report(noHome, { stream: name, hubs: hubs.length }, { path, on: "key" });
  return best && { broker: best.broker, why: reasonOf(best, able, events, publishers) };
}

function whyNotHome({ broker, role }: Placed, events: readonly Event[]): string | undefined {
  if (role !== "hub") return "it is an edge, and homes are at hubs";
  const stranger = events.find((event) => !residencyAllows(event, broker.environment));
  return stranger && `"${stranger.domain}.${stranger.name}" may not be in its residency`;
}

/** Those with storage first, then those that most publishers attach to, then by name. */
function ranked(able: Hubs, events: readonly Event[], publishers: PublishersByHub): Hubs {
  const rank = ({ broker }: Placed) => [broker.storage ? 0 : 1, -countOf(publishers, broker.name, events)];
  return able.toSorted((a, b) => {
    const [[storageA = 0, countA = 0], [storageB = 0, countB = 0]] = [rank(a), rank(b)];
    return storageA - storageB || countA - countB || compare(a.broker.name, b.broker.name);
  });
}

function reasonOf(best: Placed, able: Hubs, events: readonly Event[], publishers: PublishersByHub): string {
  if (able.length === 1) return "it is the only hub that may store it";
  const stores = able.filter(({ broker }) => broker.storage);
  if (best.broker.storage && stores.length === 1) return "it is the only such hub with `storage`";
  const count = countOf(publishers, best.broker.name, events);
  return count > 0 ? "most publishers attach to it, directly or by uplink" : "it is the first by name";
}

/** What each application publishes, by the hub that it attaches to. */
type PublishersByHub = ReadonlyMap<string, readonly ReadonlySet<Event>[]>;

/** Which applications publish what at each hub, directly or by uplink. */
function publishersByHub(mesh: Mesh, graph: LinkGraph): PublishersByHub {
  const publishers = new Map<string, ReadonlySet<Event>[]>();
  for (const application of mesh.applications.values()) {
    // One that may attach anywhere speaks for no place.
    const places = application.brokers === "any" ? [] : application.brokers;
    const hubs = places.map(({ name }) => [...activeClimb(graph, name).keys()].at(-1) ?? name);
    for (const hub of new Set(hubs))
      publishers.set(hub, [...(publishers.get(hub) ?? []), eventsOf(application.publish)]);
  }
  return publishers;
}

/** How many applications publish any of some events at a hub. */
function countOf(publishers: PublishersByHub, hub: string, events: readonly Event[]): number {
  return (publishers.get(hub) ?? []).filter((published) => events.some((event) => published.has(event)))
    .length;
}
