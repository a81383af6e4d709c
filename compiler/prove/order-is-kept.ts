import { orderLost } from "../diagnostics/codes/read-terms.ts";
import { firstCrossed } from "./first-crossed.ts";
import { eventName, referencePlace } from "./every-flow-arrives.ts";
import type { Proof } from "./proof.ts";

/**
 * Proves that every link on the way of an event whose order is kept keeps it, whichever standby targets are active. The
 * broker that stores keeps it, and so does a durable that gives out one event at a time.
 */
export function orderIsKept(proof: Proof): void {
  const { topology, report } = proof;
  const losing = topology.links.filter(({ kind }) => kind.ordering === "lost");
  const crossed = firstCrossed(proof, losing);
  for (const flow of losing.length === 0 ? [] : topology.flows) {
    const { event, subscriber } = flow;
    const link = event.orderedBy === undefined ? undefined : crossed(flow);
    if (event.orderedBy === undefined || !link) continue;
    const hop = `link "${link.name}" (${link.kind.name}) does not keep the order of what it carries`;
    const names = { event: eventName(event), key: event.orderedBy, application: subscriber.name };
    report.report(orderLost, { ...names, hop }, referencePlace(flow, subscriber, "subscribe"));
  }
}
