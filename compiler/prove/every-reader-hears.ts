import { keptFromReader } from "../diagnostics/codes/streams.ts";
import type { Flow } from "../model/topology.ts";
import { mayStep } from "./carries.ts";
import { carryingSteps } from "./carrying-steps.ts";
import { eventName, referencePlace } from "./every-flow-arrives.ts";
import type { Proof } from "./proof.ts";

/**
 * Proves that who reads stored events as they pass hears all of them: what an edge keeps first crosses its uplink from
 * stream to stream only, so that beyond it durables alone read it, whichever standby targets are active.
 */
export function everyReaderHears(proof: Proof): void {
  const { topology, report } = proof;
  if (topology.sources.length === 0) return;
  const told = new Set<string>();
  for (const flow of topology.flows) {
    const edge = edgeBetween(flow, proof);
    const names = { publisher: flow.publisher.name, subscriber: flow.subscriber.name };
    const event = eventName(flow.event);
    const key = `${event} ${names.publisher} ${names.subscriber}`;
    if (edge === undefined || told.has(key)) continue;
    told.add(key);
    const published = { ...referencePlace(flow, flow.publisher, "publish"), message: "published here" };
    const at = referencePlace(flow, flow.subscriber, "subscribe");
    report.report(keptFromReader, { event, ...names, edge }, at, [published]);
  }
}

/** An edge that keeps the event of a live flow and whose uplink is on a way that carries it otherwise. */
function edgeBetween(flow: Flow, { topology, legs }: Proof): string | undefined {
  const { event, stored } = flow;
  if (stored) return undefined;
  const kept = topology.sources.filter(({ events }) => events.includes(event));
  const keepers = new Set(kept.map(({ broker }) => broker));
  if (keepers.size === 0) return undefined;
  const may = (from: string, to: string) => mayStep(topology, event, from, to);
  const steps = legs(flow).flatMap((leg) => carryingSteps(leg, may));
  return steps.find(({ from }) => keepers.has(from))?.from;
}
