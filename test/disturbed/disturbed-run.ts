import { pause, until } from "../nats/until.ts";
import type { Disturbance } from "./disturbances.ts";
import { startDisturbedMesh } from "./disturbed-mesh.ts";
import type { FlowKind } from "./flow-kinds.ts";
import type { FlowAccount, Ledger } from "./ledger.ts";
import type { Plan } from "./plan.ts";
import { flowPairs, startTraffic, type Traffic } from "./traffic.ts";

/** A flow with what is promised of it. */
export interface RunFlow extends FlowAccount {
  readonly kind: FlowKind;
  /** Events a second that its publisher publishes. */
  readonly rate: number;
}

/** What came of one run. Durations in milliseconds. */
export interface RunResult {
  readonly disturbance: string;
  readonly variant: string;
  readonly flows: readonly RunFlow[];
  /** From the last event published until all that was promised had arrived, or until no more was waited for. */
  readonly drained: number;
  /** What servers refused to applications; there should be nothing. */
  readonly refused: readonly string[];
  /** Connections that no disturbance of links would have reached; there should be none. */
  readonly pastProxies: readonly string[];
}

/** Runs a mesh of its own through one disturbance and counts. `number` chooses the variant. */
export async function disturbedRun(disturbance: Disturbance, number: number, plan: Plan): Promise<RunResult> {
  const variant = disturbance.variants[number % disturbance.variants.length];
  if (!variant) throw new Error(`${disturbance.name} has no variants`);
  const mesh = await startDisturbedMesh();
  const ends = [() => mesh.stop()];
  try {
    const traffic = await startTraffic(mesh, number);
    ends.unshift(() => traffic.close());
    const pastProxies = await mesh.pastProxies();
    await Promise.all([
      traffic.publish(plan.rate, plan.publishing),
      pause(plan.before).then(() => variant.disturb(mesh, plan.cut)),
    ]);
    const drained = await drain(traffic, plan);
    return {
      disturbance: disturbance.name,
      variant: variant.name,
      flows: flowsOf(traffic.ledger, plan),
      drained,
      refused: traffic.refused(),
      pastProxies: [...pastProxies, ...(await mesh.pastProxies())],
    };
  } finally {
    for (const end of ends) await end();
  }
}

/** Waits until all that must arrive has arrived and nothing more comes, or the time is over. */
async function drain({ ledger, isOpen }: Traffic, plan: Plan): Promise<number> {
  const begin = performance.now();
  let before = ledger.arrivals();
  let changedAt = begin;
  let missingUntil = begin;
  await until(async () => {
    await pause(100);
    const now = performance.now();
    if (ledger.arrivals() !== before) changedAt = now;
    before = ledger.arrivals();
    if (isOpen() || missing(ledger) > 0) missingUntil = now;
    else return now - changedAt >= plan.quiet;
    return false;
  }, plan.drain);
  return missingUntil - begin;
}

function missing(ledger: Ledger): number {
  return flowPairs
    .filter(({ reader }) => reader.kind.lost === "none")
    .reduce((sum, { publisher, reader }) => sum + ledger.missing(publisher, reader.name), 0);
}

function flowsOf(ledger: Ledger, plan: Plan): readonly RunFlow[] {
  return flowPairs.map(({ reader, publisher, share }) => ({
    ...ledger.account(publisher, reader.name),
    kind: reader.kind,
    rate: share * plan.rate,
  }));
}
