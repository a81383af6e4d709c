import { eventsOf } from "../model/events-of.ts";
import type { Application, Event } from "../model/mesh.ts";
import { placesOf } from "../model/places-of.ts";
import { activeClimb, join, type LinkGraph } from "../model/route.ts";
import type { Topology } from "../model/topology.ts";

/** A stored event that an application publishes, on its way to where it is stored, whether or not anybody reads it. */
export interface Publication {
  readonly event: Event;
  readonly publisher: Application;
  /** The broker that the publisher is at. */
  readonly from: string;
  /** Position of the reference by which it is published. */
  readonly index: number;
  readonly home: string;
  /** Brokers from the publisher's to the home while every link is on its active target; empty where there is none. */
  readonly path: readonly string[];
}

/** Everything stored that is published, each event once per application, reference and place. */
export function publicationsOf(topology: Topology, graph: LinkGraph): readonly Publication[] {
  const homeOf = new Map(
    topology.streams.flatMap(({ home, events }) => events.map((event) => [event, home] as const)),
  );
  const publications: Publication[] = [];
  for (const publisher of topology.mesh.applications.values()) {
    for (const reference of publisher.publish) {
      for (const event of eventsOf([reference])) {
        const home = homeOf.get(event);
        if (home === undefined) continue;
        for (const { name: from } of placesOf(topology, publisher)) {
          const path = join(graph, activeClimb(graph, from), activeClimb(graph, home)) ?? [];
          publications.push({ event, publisher, from, index: reference.index, home, path });
        }
      }
    }
  }
  return publications;
}
