import type { Event } from "../../compiler/model/mesh.ts";
import type { Flow, Topology } from "../../compiler/model/topology.ts";
import { arrivalsIn, type Delivered, type Slot, type SlotOutcome } from "./deliver.ts";
import type { FlowFindings } from "./run.ts";
import type { SentProbe } from "./ledger.ts";
import { eventId } from "./probe-topic.ts";
import type { FlowVerdict } from "./report.ts";
import { type BrokerOf, straysBySource } from "./strays.ts";

/** At most so many reasons are told; the first ones. */
const toldReasons = 3;

/** The mesh whose flows are judged, and events that were not tried, with why. */
export interface JudgedMesh {
  readonly topology: Topology;
  readonly untried: ReadonlyMap<Event, string>;
}

/** Judges each flow by what arrived, never by what a broker said. */
export function judgeFlows(
  flows: readonly Flow[],
  findings: FlowFindings,
  sent: readonly SentProbe[],
  { topology, untried }: JudgedMesh,
): readonly FlowVerdict[] {
  const brokerOf = brokersByInstance(topology);
  const delivered = new Map<string, Delivered[]>();
  for (const one of findings.delivered) {
    const key = `${one.draft.event} ${one.draft.publisher} ${brokerOf.get(one.draft.instance)}`;
    delivered.set(key, [...(delivered.get(key) ?? []), one]);
  }
  const strays = straysBySource(sent, brokerOf, topology.mesh);
  return flows.map((flow) => {
    const key = `${eventId(flow.event)} ${flow.publisher.name} ${flow.from}`;
    const why = untried.get(flow.event);
    const here = {
      ...(why !== undefined && { untried: why }),
      delivered: delivered.get(key) ?? [],
      strays: strays.get(key) ?? [],
      findings,
      brokerOf,
    };
    return judge(flow, here);
  });
}

function brokersByInstance({ brokers }: Topology): BrokerOf {
  const pairs = [...brokers].flatMap(([broker, node]) =>
    node.broker.instances.map((instance) => [instance.name, broker] as const),
  );
  return new Map(pairs);
}

/** What happened to what a publisher published of an event at one of its places. */
interface Happened {
  /** Why nothing of it was published, where that was decided. */
  readonly untried?: string;
  readonly delivered: readonly Delivered[];
  readonly strays: readonly string[];
  readonly findings: FlowFindings;
  readonly brokerOf: BrokerOf;
}

function judge(flow: Flow, { untried, delivered, strays, findings, brokerOf }: Happened): FlowVerdict {
  const publisher = flow.publisher.name;
  const subscriber = flow.subscriber.name;
  const outcomes = delivered.flatMap((one) =>
    one.slots
      .filter(({ slot }) => isAt(slot, subscriber, flow.to, brokerOf))
      .map((outcome) => ({ one, outcome })),
  );
  const counts = outcomes.map(({ outcome }) => countsOf(outcome));
  const failed = findings.failures.filter(({ as, application, instance }) => {
    const end = as === "publisher" ? `${publisher} ${flow.from}` : `${subscriber} ${flow.to}`;
    return `${application} ${brokerOf.get(instance)}` === end;
  });
  const reasons = [
    ...failed.map((failure) => failure.why),
    ...delivered.flatMap((one) => refusalOf(one)),
    ...strays,
    ...outcomes.flatMap(({ one, outcome }, index) => missingOf(one, outcome, counts[index])),
    ...(outcomes.length === 0 ? [untried ?? "no message of it could be tried"] : []),
  ];
  const latency = medianOf(outcomes.flatMap(({ outcome }) => latenciesOf(outcome)));
  return {
    event: eventId(flow.event),
    publisher,
    subscriber,
    path: flow.path,
    sent: sum(counts.map((count) => count.sent)),
    received: sum(counts.map((count) => count.received)),
    duplicates: sum(counts.map((count) => count.duplicates)),
    ...(latency !== undefined && { latencyMs: latency }),
    ...verdictOf(reasons),
  };
}

/** Whether an application was among those of whom one was due to get a message, at a broker. */
function isAt({ receivers }: Slot, application: string, broker: string, brokerOf: BrokerOf): boolean {
  return [...receivers].some(
    (receiver) => receiver.application === application && brokerOf.get(receiver.instance) === broker,
  );
}

/** The verdict that follows from what speaks against: none is `ok`. Repetitions are told once, and not all. */
export function verdictOf(
  reasons: readonly string[],
): { verdict: "ok" } | { verdict: "failed"; why: string } {
  const distinct = [...new Set(reasons)];
  if (distinct.length === 0) return { verdict: "ok" };
  const more = distinct.length > toldReasons ? `; and ${distinct.length - toldReasons} more` : "";
  return { verdict: "failed", why: distinct.slice(0, toldReasons).join("; ") + more };
}

interface Counts {
  readonly sent: number;
  readonly received: number;
  readonly duplicates: number;
}

function countsOf({ slot, counted, once }: SlotOutcome): Counts {
  return {
    sent: counted.length,
    received: counted.filter((probe) => arrivalsIn(probe, slot) > 0).length,
    duplicates: sum(once.map((probe) => Math.max(0, arrivalsIn(probe, slot) - 1))),
  };
}

function refusalOf({ draft, refused }: Delivered): readonly string[] {
  return refused === undefined
    ? []
    : [`${draft.instance} refuses to take ${draft.address} from ${draft.publisher} (${refused})`];
}

function missingOf(one: Delivered, outcome: SlotOutcome, counts: Counts | undefined): readonly string[] {
  const { instance, address } = one.draft;
  const reasons: string[] = [];
  const lost = (counts?.sent ?? 0) - (counts?.received ?? 0);
  if (lost > 0 && one.refused === undefined) {
    reasons.push(
      `${lost} of ${counts?.sent} messages to ${address} published at ${instance} did not arrive at ${outcome.slot.place}${groupHint(outcome)}`,
    );
  }
  if (counts && counts.duplicates > 0) {
    reasons.push(
      `messages to ${address} published at ${instance} arrived ${counts.duplicates} times too often at ${outcome.slot.place}`,
    );
  }
  return reasons;
}

/** Who shares a group's work takes messages away that were sent to see whether they arrive. */
function groupHint({ slot }: SlotOutcome): string {
  return slot.group === undefined ? "" : " (or a member that is not of this run took them)";
}

function latenciesOf({ slot, counted }: SlotOutcome): readonly number[] {
  return counted.flatMap((probe) => {
    const first = probe.arrivals.find((arrival) => slot.receivers.has(arrival.receiver));
    return first ? [Math.max(0, first.atMs - probe.sentAtMs)] : [];
  });
}

function medianOf(values: readonly number[]): number | undefined {
  const sorted = [...values].toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return middle === undefined ? undefined : Math.round(middle * 100) / 100;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
