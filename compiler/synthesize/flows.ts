import type { Application, Event, Mesh, Policy } from "../model/mesh.ts";
import { placesOf } from "../model/places-of.ts";
import { pathFinder } from "../model/path-finder.ts";
import type { LinkGraph } from "../model/route.ts";
import { overlaps } from "../model/topic.ts";
import type { Durable, Flow, Places, Stream, Topology } from "../model/topology.ts";
import { isBrought } from "../model/is-brought.ts";
import { readsByDurable } from "../model/reads-by-durable.ts";
import type { PlacesOf } from "./needs.ts";
import { pairsOfPlaces } from "./pairs-of-places.ts";
import { partiesByEvent, type Party } from "./parties.ts";

/** Every flow that the manifest declares, sorted by event, publisher, subscriber and their places, with its active path. */
export function synthesizeFlows(
  mesh: Mesh,
  places: ReadonlyMap<string, Places>,
  graph: LinkGraph,
  stored: Pick<Topology, "streams" | "durables">,
): readonly Flow[] {
  const at: PlacesOf = (application) => placesOf({ places }, application);
  return flowsBetween(mesh.applications.values(), at, mesh.policies.values(), graph, stored);
}

/**
 * The same of given applications, wherever they are said to be. Two of one name are one that may do one thing at some
 * places and another at others; its flows stand apart.
 */
export function flowsBetween(
  applications: Iterable<Application>,
  placesAt: PlacesOf,
  policies: Iterable<Policy>,
  graph: LinkGraph,
  { streams, durables }: Pick<Topology, "streams" | "durables">,
): readonly Flow[] {
  const pathBetween = pathFinder(graph);
  const pairsOf = pairsOfPlaces(policies, placesAt, graph);
  const storedAt = storage(streams, durables);
  const flows: Flow[] = [];
  for (const { event, publishers, subscribers } of partiesByEvent(applications)) {
    for (const publisher of publishers) {
      for (const subscriber of subscribers) {
        if (!meet(publisher, subscriber)) continue;
        const ends = { publisher: publisher.application, subscriber: subscriber.application };
        const kept = storedAt(event, ends.subscriber);
        for (const [from, to] of pairsOf(ends.publisher, ends.subscriber)) {
          const direct = pathBetween(from, to);
          const stored = kept?.durable || (kept && isBrought(graph, direct)) ? kept : undefined;
          const path = stored
            ? joinedAt(pathBetween(from, stored.home), pathBetween(stored.home, to))
            : direct;
          flows.push({ event, ...ends, from, to, path, ...(stored && { stored }) });
        }
      }
    }
  }
  return flows;
}

/** Two paths as one, where the first ends at what the second begins with; none where one of them is none. */
function joinedAt(first: readonly string[], second: readonly string[]): readonly string[] {
  return first.length === 0 || second.length === 0 ? [] : [...first, ...second.slice(1)];
}

/** Finds where an event is stored, and by which durable an application reads it there, if it does. */
function storage(
  streams: readonly Stream[],
  durables: readonly Durable[],
): (event: Event, subscriber: Application) => Flow["stored"] {
  const streamOf = new Map(
    streams.flatMap((stream) => stream.events.map((event) => [event, stream] as const)),
  );
  const byReader = new Map<string, Map<Event, Durable>>();
  for (const durable of durables) {
    for (const reader of durable.applications) {
      const read = byReader.get(reader) ?? new Map<Event, Durable>();
      byReader.set(reader, read);
      for (const event of durable.events) read.set(event, durable);
    }
  }
  return (event, subscriber) => {
    const stream = streamOf.get(event);
    const durable = readsByDurable(subscriber, event) ? byReader.get(subscriber.name)?.get(event) : undefined;
    return stream && { home: stream.home, ...(durable && { durable }) };
  };
}

function meet(publisher: Party, subscriber: Party): boolean {
  return publisher.patterns.some((out) => subscriber.patterns.some((into) => overlaps(out, into)));
}
