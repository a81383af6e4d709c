import { orderLost } from "../diagnostics/codes/read-terms.ts";
import { pairKey } from "../model/pair-key.ts";
import type { Flow, Link } from "../model/topology.ts";
import { eventName, referencePlace } from "./every-flow-arrives.ts";
import type { Proof } from "./proof.ts";

/**
 * Proves that every link on the way of an event whose order is kept keeps it, whichever standby targets are active. The
 * broker that stores keeps it, and so does a durable that gives out one event at a time.
 */
export function orderIsKept(proof: Proof): void {
  const { topology, report } = proof;
  const losing = topology.links.filter(({ kind }) => kind.ordering === "lost");
  const byPair = new Map(losing.map((link) => [pairKey(link.from, link.to), link]));
  for (const flow of losing.length === 0 ? [] : topology.flows) {
    const { event, subscriber } = flow;
    const link = event.orderedBy === undefined ? undefined : firstCrossed(flow, proof, byPair);
    if (event.orderedBy === undefined || !link) continue;
    const hop = `link "${link.name}" (${link.kind.name}) does not keep the order of what it carries`;
    const names = { event: eventName(event), key: event.orderedBy, application: subscriber.name };
    report.report(orderLost, { ...names, hop }, referencePlace(flow, subscriber, "subscribe"));
  }
}

/** The first of some links that a flow can cross: on the way up or down, or between hubs. */
function firstCrossed(flow: Flow, { legs }: Proof, byPair: ReadonlyMap<string, Link>): Link | undefined {
  for (const { up, down, isJoined, onward } of legs(flow).flat()) {
    const between = isJoined ? byPair.get(pairKey(up, down)) : undefined;
    const climbed = onward.find(({ link }) => link.kind.ordering === "lost")?.link;
    if (between ?? climbed) return between ?? climbed;
  }
  return undefined;
}
