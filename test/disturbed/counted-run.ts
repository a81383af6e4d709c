import { pause, until } from "../nats/until.ts";
import type { FlowKind } from "./flow-kinds.ts";
import { type FlowPair, pairsOf } from "./flow-pairs.ts";
import type { FlowAccount, Ledger } from "./ledger.ts";
import type { Plan } from "./plan.ts";
import type { Flows, Traffic } from "./traffic.ts";

/** A flow with what is promised of it. */
export interface RunFlow extends FlowAccount {
  readonly kind: FlowKind;
  /** Events a second that its publisher publishes. */
  readonly rate: number;
}

/** What was counted of a run. */
export interface Counted {
  readonly flows: readonly RunFlow[];
  /** Milliseconds from the last event published until all that was promised had arrived, or no more was waited for. */
  readonly drained: number;
}

/** Publishes as the plan says, disturbs meanwhile, and counts. */
export async function countedRun(
  traffic: Traffic,
  flows: Flows,
  plan: Plan,
  disturb: () => Promise<void>,
): Promise<Counted> {
  const pairs = pairsOf(flows.domains, flows.readers);
  await Promise.all([traffic.publish(plan.rate, plan.publishing), pause(plan.before).then(disturb)]);
  const drained = await drain(traffic, pairs, plan);
  return { flows: flowsOf(traffic.ledger, pairs, plan), drained };
}

/**
 * Waits until all that must arrive has arrived and nothing more comes, or the time is over. It begins once all is
 * acknowledged that was published, or as long later as it lasts itself: a broker that saves slowly takes from a publisher
 * for longer than it publishes, and what it took at last would be missing.
 */
async function drain({ ledger, isOpen }: Traffic, pairs: readonly FlowPair[], plan: Plan): Promise<number> {
  const begin = performance.now();
  await until(async () => !isOpen(), plan.drain);
  let before = ledger.arrivals();
  let changedAt = begin;
  let missingUntil = begin;
  await until(async () => {
    await pause(100);
    const now = performance.now();
    if (ledger.arrivals() !== before) changedAt = now;
    before = ledger.arrivals();
    if (isOpen() || missing(ledger, pairs) > 0) missingUntil = now;
    else return now - changedAt >= plan.quiet;
    return false;
  }, plan.drain);
  return missingUntil - begin;
}

function missing(ledger: Ledger, pairs: readonly FlowPair[]): number {
  return pairs
    .filter(({ reader }) => reader.kind.lost === "none")
    .reduce((sum, { publisher, reader }) => sum + ledger.missing(publisher, reader.name), 0);
}

function flowsOf(ledger: Ledger, pairs: readonly FlowPair[], plan: Plan): readonly RunFlow[] {
  return pairs.map(({ reader, publisher, share }) => ({
    ...ledger.account(publisher, reader.name),
    kind: reader.kind,
    rate: share * plan.rate,
  }));
}
