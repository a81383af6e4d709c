import { eventsOf } from "../model/events-of.ts";
import type { Application, Event } from "../model/mesh.ts";
import { placesOf } from "../model/places-of.ts";
import { activeClimb, join, type LinkGraph } from "../model/route.ts";
import type { Durable, Topology } from "../model/topology.ts";

/** A stored event on its way from its home to who reads it by a durable there, whether or not anybody publishes it. */
export interface Reading {
  readonly event: Event;
  readonly subscriber: Application;
  /** The home. */
  readonly from: string;
  /** The broker that the subscriber is at. */
  readonly to: string;
  /** Position of the reference by which it is read. */
  readonly index: number;
  /** Brokers from the home to the subscriber's while every link is on its active target; empty where there is none. */
  readonly path: readonly string[];
}

/**
 * Events that are read by durables kept at home, at each place of their readers, that are of no flow there: of flows it
 * is proven that they arrive. Links let whoever reads by a durable through only where they may carry all that it reads.
 */
export function readingsOf(topology: Topology, graph: LinkGraph): readonly Reading[] {
  const flows = new Set(topology.flows.map(({ event, subscriber, to }) => keyOf(event, subscriber, to)));
  return topology.durables
    .filter(({ mirror }) => mirror === undefined)
    .flatMap((durable) => readersOf(topology, durable).flatMap((reader) => placed(topology, durable, reader)))
    .filter(({ event, subscriber, to }) => !flows.has(keyOf(event, subscriber, to)))
    .map((reading) => {
      const { from, to } = reading;
      return { ...reading, path: join(graph, activeClimb(graph, from), activeClimb(graph, to)) ?? [] };
    });
}

function readersOf({ mesh }: Topology, { applications }: Durable): readonly Application[] {
  return applications.flatMap((name) => mesh.applications.get(name) ?? []);
}

function placed(topology: Topology, { stream, events }: Durable, subscriber: Application) {
  const from = topology.streams.find(({ name }) => name === stream)?.home ?? "";
  const indexOf = (event: Event) =>
    subscriber.subscribe.find((reference) => eventsOf([reference]).has(event))?.index ?? 0;
  return placesOf(topology, subscriber).flatMap(({ name: to }) =>
    events.map((event) => ({ event, subscriber, from, to, index: indexOf(event) })),
  );
}

function keyOf({ domain, name }: Event, subscriber: Application, to: string): string {
  return `${domain}.${name} ${subscriber.name} ${to}`;
}
