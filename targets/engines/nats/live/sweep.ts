import {
  AckPolicy,
  type ConsumerConfig,
  DeliverPolicy,
  JetStreamApiError,
  type JetStreamManager,
} from "@nats-io/jetstream";
import { createInbox, type Msg, type NatsConnection } from "@nats-io/transport-node";
import type { Sweep, Swept } from "../../../../compiler/model/sweep.ts";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import { provisionerInbox } from "../control-subjects.ts";
import { asProvisioner } from "./as-provisioner.ts";
import { streamThere } from "./in-force.ts";

const patience = 5_000;
/** What is on its way from one stream to another, or is told a moment later, comes within this time, in milliseconds. */
const arrivesWithin = 150;
/** How often it is looked again while something still comes. */
const mostPasses = 20;
const deletedAtOnce = 64;
/** How long the server keeps what it looks through a stream by, once nobody listens any more, in nanoseconds. */
const forgottenAfter = 10_000_000_000;
const noMessage = 10037;

/** Number of the last event in each of some streams; one that is not there has none. */
export async function lastKept(
  client: Endpoint,
  seed: string,
  streams: readonly string[],
): Promise<ReadonlyMap<string, number> | undefined> {
  return asProvisioner(client, seed, async ({ manager }) => {
    const found = await Promise.all(
      streams.map(async (name) => [name, (await streamThere(manager, name))?.state.last_seq] as const),
    );
    return new Map(found.flatMap(([name, last]) => (last === undefined ? [] : [[name, last]])));
  });
}

/**
 * Removes from a stream what came behind a place under a header, and from the stream of its dead letters what tells of
 * it. Only headers are looked at, and whole events only where some come without any. It looks again until nothing more
 * comes.
 */
export async function sweep(client: Endpoint, seed: string, wanted: Sweep): Promise<Swept | undefined> {
  return asProvisioner(client, seed, async ({ connection, manager }) => {
    const removed = new Set<number>();
    for (let pass = 0; pass < mostPasses; pass++) {
      const marked = await numbers(connection, manager, wanted, isMarked(wanted));
      await remove(manager, wanted.stream, marked);
      marked.forEach((number) => removed.add(number));
      const { told } = wanted;
      const letters = told ? await numbers(connection, manager, told, tellsOf(removed)) : [];
      if (told) await remove(manager, told.stream, letters);
      if (pass > 0 && marked.length + letters.length === 0) return { removed: removed.size };
      await new Promise((done) => setTimeout(done, arrivesWithin));
    }
    return { removed: removed.size, left: "more and more of it comes" };
  });
}

function isMarked({ header, value, beginning }: Sweep): (message: Msg) => boolean {
  const begins = beginning === undefined ? undefined : new TextEncoder().encode(beginning);
  return ({ headers, data }) =>
    headers?.get(header) === value || (begins?.every((byte, index) => data[index] === byte) ?? false);
}

/** Whether an advisory tells of an event that was given up, by its number. */
function tellsOf(removed: ReadonlySet<number>): (message: Msg) => boolean {
  return (message) => {
    const { stream_seq: number } = message.json<{ stream_seq?: unknown }>();
    return typeof number === "number" && removed.has(number);
  };
}

/** Numbers of what is behind a place in a stream and `isWanted`; none where there is no such stream. */
async function numbers(
  connection: NatsConnection,
  manager: JetStreamManager,
  from: Pick<Sweep, "stream" | "after"> & { readonly header?: string; readonly beginning?: string },
  isWanted: (message: Msg) => boolean,
): Promise<readonly number[]> {
  if (!(await streamThere(manager, from.stream))) return [];
  const inbox = createInbox(provisionerInbox);
  const incoming = connection.subscribe(inbox);
  const name = inbox.slice(inbox.lastIndexOf(".") + 1);
  const looking: Partial<ConsumerConfig> = {
    name,
    deliver_subject: inbox,
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: from.after + 1,
    ack_policy: AckPolicy.None,
    headers_only: from.header !== undefined && from.beginning === undefined,
    inactive_threshold: forgottenAfter,
    mem_storage: true,
    num_replicas: 1,
  };
  const { num_pending: waiting, delivered } = await manager.consumers.add(from.stream, looking);
  const found: number[] = [];
  try {
    if (waiting + delivered.consumer_seq === 0) return found;
    const timer = setTimeout(() => incoming.unsubscribe(), patience);
    for await (const message of incoming) {
      timer.refresh();
      const { number, pending } = placeOf(message);
      if (isWanted(message)) found.push(number);
      if (pending > 0) continue;
      clearTimeout(timer);
      return found;
    }
    throw new Error(`stream "${from.stream}" does not give out all that it keeps`);
  } finally {
    incoming.unsubscribe();
    await manager.consumers.delete(from.stream, name);
  }
}

/** An event's number, and how many come behind it: in `$JS.ACK.stream.consumer.times.number.place.time.pending`. */
function placeOf({ reply = "" }: Msg): { readonly number: number; readonly pending: number } {
  const [pending, , , number] = reply.split(".").toReversed();
  return { number: Number(number), pending: Number(pending) };
}

async function remove(manager: JetStreamManager, stream: string, all: readonly number[]): Promise<void> {
  for (let begin = 0; begin < all.length; begin += deletedAtOnce)
    await Promise.all(
      all.slice(begin, begin + deletedAtOnce).map((each) => removeOne(manager, stream, each)),
    );
}

/** One that is gone meanwhile, since the stream was full or its time was over, is no matter. */
async function removeOne(manager: JetStreamManager, stream: string, number: number): Promise<void> {
  try {
    await manager.streams.deleteMessage(stream, number, false);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== noMessage) throw error;
  }
}
