import type { Application } from "../../compiler/model/mesh.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import type { Batch } from "./run.ts";
import { eventId } from "./probe-topic.ts";
import type { PlannedMessage, VerificationPlan } from "./verification-plan.ts";

/**
 * Cuts a plan into parts that need at most `connections` connections each, as far as that goes: one event with all
 * of its publishers and subscribers is never parted, since who shares a group has to be seen together.
 */
export function batchesOf(topology: Topology, plan: VerificationPlan, connections: number): readonly Batch[] {
  const batches: Batch[] = [];
  let messages: PlannedMessage[] = [];
  let subscribers = new Set<Application>();
  const flush = () => {
    if (messages.length > 0) batches.push({ messages, subscribers: [...subscribers] });
    messages = [];
    subscribers = new Set();
  };
  for (const [event, ofEvent] of messagesByEvent(plan)) {
    const readers = plan.flows.filter((flow) => eventId(flow.event) === event).map((flow) => flow.subscriber);
    const together = connectionsOf(
      topology,
      [...messages, ...ofEvent],
      new Set([...subscribers, ...readers]),
    );
    if (together > connections) flush();
    messages.push(...ofEvent);
    readers.forEach((reader) => subscribers.add(reader));
  }
  flush();
  return batches;
}

function messagesByEvent(plan: VerificationPlan): ReadonlyMap<string, readonly PlannedMessage[]> {
  const byEvent = new Map<string, PlannedMessage[]>();
  for (const message of plan.messages) {
    const list = byEvent.get(eventId(message.event)) ?? [];
    list.push(message);
    byEvent.set(eventId(message.event), list);
  }
  return byEvent;
}

function connectionsOf(
  topology: Topology,
  messages: readonly PlannedMessage[],
  subscribers: ReadonlySet<Application>,
): number {
  const publishers = new Set(messages.map((message) => message.publisher));
  const all = [...publishers, ...[...subscribers].map((application) => application.name)];
  const places = all.flatMap((name) => topology.places.get(name)?.brokers ?? []);
  return places.reduce((total, { instances }) => total + instances.length, 0);
}
