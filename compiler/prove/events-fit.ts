import { eventTooLarge } from "../diagnostics/codes/prove.ts";
import type { Event } from "../model/mesh.ts";
import { printBytes } from "../model/quantity.ts";
import type { BrokerNode } from "../model/topology.ts";
import { eventName } from "./every-flow-arrives.ts";
import type { Carried, Proof } from "./proof.ts";

/**
 * Proves that every broker on every way of an event takes one of its `size`. What is too large is dropped, or ends the
 * connection of the client or the link that brings it (nats-server 2.10 to 2.15; Mosquitto 2.0.11).
 */
export function eventsFit(proof: Proof): void {
  const { topology, publications, report } = proof;
  const least = Math.min(...[...topology.brokers.values()].map(({ largestEvent }) => largestEvent));
  const told = new Set<Event>();
  for (const carried of [...topology.flows, ...publications]) {
    const { event, publisher } = carried;
    const { bytes = 0 } = event.load;
    if (bytes <= least || told.has(event)) continue;
    const narrow = narrowest(proof, carried);
    if (!narrow || bytes <= narrow.largestEvent) continue;
    told.add(event);
    const broker = { broker: narrow.broker.name, largest: printBytes(narrow.largestEvent) };
    const names = { event: eventName(event), size: printBytes(bytes), publisher: publisher.name };
    const path = ["domains", event.domain, "events", event.name, "size"];
    report.report(eventTooLarge, { ...names, ...broker }, { path });
  }
}

/** The broker that takes the least of those that are on any way. */
function narrowest({ topology, legs }: Proof, carried: Carried): BrokerNode | undefined {
  const passed = legs(carried).flatMap((leg) => leg.flatMap(({ up, down }) => [up, down]));
  const nodes = [...new Set(passed)].flatMap((name) => topology.brokers.get(name) ?? []);
  return nodes.toSorted((a, b) => a.largestEvent - b.largestEvent)[0];
}
