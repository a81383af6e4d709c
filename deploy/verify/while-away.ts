import { setTimeout as sleep } from "node:timers/promises";
import type { ProbeConnection } from "../../compiler/live.ts";
import { overlaps } from "../../compiler/model/topic.ts";
import type { Durable } from "../../compiler/model/topology.ts";
import {
  allCame,
  arrivalsIn,
  type Delivered,
  patience,
  readsCopy,
  type Slot,
  waitFor,
  waitForCopies,
} from "./deliver.ts";
import { isFor, type Receiver, type SentProbe } from "./ledger.ts";
import { durablesOf, type Wanted } from "./places.ts";
import { duesOf, type Run } from "./run.ts";
import type { PlannedMessage } from "./verification-plan.ts";

/** A stored message that was sent while nobody read by the durables that it is for. */
export interface Waiting {
  readonly probe: SentProbe;
  readonly connection: ProbeConnection;
  readonly kind: Kind;
}

/** What is shown by a message, after what is said of the durable where it is due. */
const kinds = {
  repeated: "sent twice under one message id",
  givenBack: "which gave it back once",
  left: "for which it was sent while nobody read by it",
} as const;
type Kind = keyof typeof kinds;

/**
 * How long nobody reads, in milliseconds: what is kept for less is not kept. What is to go after 100 ms, the least that can
 * be said, is gone 350 ms later at the latest, since the server looks at ages every 250 ms (2.11 on).
 */
const away = 600;

/**
 * Sends each stored message some more times, from one instance, while none of those who read by durables is connected:
 * one that will be sent again, one that will be given back when it comes, and one that is only to wait.
 */
export async function sendWhileAway(run: Run, members: readonly Wanted[]): Promise<readonly Waiting[]> {
  const reads = members.flatMap(({ application, broker }) => durablesOf(run.ground, application, broker));
  const waiting: Waiting[] = [];
  for (const message of run.batch.messages) {
    const readers = reads.filter(({ patterns }) =>
      patterns.some((pattern) => overlaps(pattern, message.topic.levels)),
    );
    if (readers.length === 0) continue;
    for (const { connection, draft } of duesOf(run, message, []).slice(0, 1)) {
      const kept = kindsFor(run, message, readers);
      // Over a protocol without durables nothing tells a repetition.
      const canRepeat = connection.stored !== undefined;
      for (const kind of kept.filter((one) => one !== "repeated" || canRepeat)) {
        const probe = await run.ledger.send(connection, { ...draft, givenBack: kind === "givenBack" });
        waiting.push({ probe, connection, kind });
      }
    }
  }
  if (waiting.length > 0) await sleep(away);
  return waiting;
}

/** As many as a stream keeps of all that is sent to it, and none that a reader would give up. */
function kindsFor(
  { ground, batch }: Run,
  { event }: PlannedMessage,
  readers: readonly Durable[],
): readonly Kind[] {
  const stream = ground.topology.streams.find(({ events }) => events.includes(event));
  const sharing = batch.messages.filter((message) => stream?.events.includes(message.event)).length;
  const room = Math.floor((stream?.retention.messages ?? Infinity) / sharing);
  const comesOnce = readers.some(({ terms }) => terms?.maxDeliver === 1);
  const fitting = (Object.keys(kinds) as Kind[]).filter((kind) => kind !== "givenBack" || !comesOnce);
  return fitting.slice(0, Math.max(1, room));
}

/** Waits until what was sent meanwhile has come to the durables, which kept their place; then repeats what is to be. */
export async function caughtUp(
  run: Run,
  waiting: readonly Waiting[],
  receivers: readonly Receiver[],
): Promise<readonly Delivered[]> {
  const dues = waiting.map((each) => ({ ...each, slots: slotsOf(each, receivers) }));
  const isThere = () => dues.every(({ probe, slots }) => slots.every((slot) => arrivalsIn(probe, slot) > 0));
  await waitFor(run.ledger, isThere, patience.calm);
  const isLate = ({ probe, slots }: (typeof dues)[number]) =>
    slots.some((slot) => readsCopy(slot) && arrivalsIn(probe, slot) === 0);
  const calm = allCame(run.delivered) ? patience.calm : patience.troubled;
  await waitForCopies(run.ledger, calm, () => !dues.some(isLate));
  for (const { probe, connection, kind } of waiting) {
    if (kind === "repeated" && probe.refused === undefined) await run.ledger.repeat(connection, probe);
  }
  return dues.map(({ probe, slots }) => ({
    draft: probe,
    slots: slots.map((slot) => ({ slot, counted: [probe], once: [probe] })),
    ...(probe.refused !== undefined && { refused: probe.refused }),
  }));
}

function slotsOf({ probe, kind }: Waiting, receivers: readonly Receiver[]): readonly Slot[] {
  const durables = new Map<string, Receiver[]>();
  for (const receiver of receivers) {
    const { group } = receiver;
    if (!group?.startsWith("durable ") || !isFor(receiver, probe.topic)) continue;
    durables.set(group, [...(durables.get(group) ?? []), receiver]);
  }
  return [...durables].map(([group, members]) => ({
    applications: [...new Set(members.map(({ application }) => application))],
    receivers: new Set(members),
    place: `${group}, ${kinds[kind]}`,
    group,
  }));
}
