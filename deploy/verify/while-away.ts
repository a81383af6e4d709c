import { arrivalsIn, type Delivered, patience, type Slot, waitFor } from "./deliver.ts";
import { duesOf, type Run } from "./run.ts";
import { isFor, type Receiver, type SentProbe } from "./ledger.ts";
import { durablesOf, type Wanted } from "./places.ts";
import { overlaps } from "../../compiler/model/topic.ts";

/** A stored message that was sent while nobody read by the durables that it is for. */
export interface Waiting {
  readonly probe: SentProbe;
}

/** Sends each stored message once more, from one instance, while none of those who read by durables is connected. */
export async function sendWhileAway(run: Run, members: readonly Wanted[]): Promise<readonly Waiting[]> {
  const reads = members.flatMap(({ application, broker }) => durablesOf(run.ground, application, broker));
  const patterns = reads.flatMap((durable) => durable.patterns);
  const waiting: Waiting[] = [];
  for (const message of run.batch.messages) {
    if (!patterns.some((pattern) => overlaps(pattern, message.topic.levels))) continue;
    for (const { connection, draft } of duesOf(run, message, []).slice(0, 1))
      waiting.push({ probe: await run.ledger.send(connection, draft) });
  }
  return waiting;
}

/** Waits until what was sent meanwhile has come to the durables, which kept their place. */
export async function caughtUp(
  run: Run,
  waiting: readonly Waiting[],
  receivers: readonly Receiver[],
): Promise<readonly Delivered[]> {
  const dues = waiting.map(({ probe }) => ({ probe, slots: slotsOf(probe, receivers) }));
  const isThere = () => dues.every(({ probe, slots }) => slots.every((slot) => arrivalsIn(probe, slot) > 0));
  await waitFor(run.ledger, isThere, patience.calm);
  return dues.map(({ probe, slots }) => ({
    draft: probe,
    slots: slots.map((slot) => ({ slot, counted: [probe], once: [probe] })),
    ...(probe.refused !== undefined && { refused: probe.refused }),
  }));
}

function slotsOf(probe: SentProbe, receivers: readonly Receiver[]): readonly Slot[] {
  const durables = new Map<string, Receiver[]>();
  for (const receiver of receivers) {
    const { group } = receiver;
    if (!group?.startsWith("durable ") || !isFor(receiver, probe.topic)) continue;
    durables.set(group, [...(durables.get(group) ?? []), receiver]);
  }
  return [...durables].map(([group, members]) => ({
    applications: [...new Set(members.map(({ application }) => application))],
    receivers: new Set(members),
    place: `${group}, for which it was sent while nobody read by it`,
    group,
  }));
}
