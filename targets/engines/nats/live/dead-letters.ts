import type { Consumer, JsMsg } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/transport-node";
import type { DeclineOutcome, ProbeOutcome } from "../../../../compiler/live.ts";
import type { DurableAddress } from "../../../../compiler/target.ts";
import { consumersOf } from "./look-up-durable.ts";

/** How long an event, or what tells of it, may take to come, in milliseconds. */
const patience = 8_000;
/** How long a request for the next events lasts, in milliseconds: the least that the server takes. */
const requestLasts = 1_000;
const atOnce = 100;

/** Takes an event that `isMine` accepts and declines it for good, which the server tells of at once. */
export async function decline(
  connection: NatsConnection,
  from: DurableAddress,
  isMine: (payload: Uint8Array) => boolean,
): Promise<DeclineOutcome> {
  try {
    const number = await firstOf(await consumerOf(connection, from), (message) => {
      if (!isMine(message.data)) return undefined;
      message.term("declined by meshc verify");
      return message.seq;
    });
    return number === undefined ? { refused: "the event did not come" } : { number };
  } catch (error) {
    return { refused: wordsOf(error) };
  }
}

/** Takes in the advisory about an event that was given up. */
export async function hear(
  connection: NatsConnection,
  from: DurableAddress,
  number: number,
): Promise<ProbeOutcome> {
  try {
    const heard = await firstOf(await consumerOf(connection, from), (message) => {
      const { stream_seq: told } = message.json<{ stream_seq?: unknown }>();
      if (told !== number) return undefined;
      message.ack();
      return true;
    });
    return heard ? {} : { refused: "nothing tells of it" };
  } catch (error) {
    return { refused: wordsOf(error) };
  }
}

function consumerOf(connection: NatsConnection, { stream, consumer, domain }: DurableAddress) {
  return consumersOf(connection, domain, patience).get(stream, consumer);
}

/** The first answer to a message that is one; messages without are given back at the end. */
async function firstOf<T>(
  consumer: Consumer,
  answer: (message: JsMsg) => T | undefined,
): Promise<T | undefined> {
  const others: JsMsg[] = [];
  const end = performance.now() + patience;
  let found: T | undefined;
  while (found === undefined && performance.now() < end) {
    const batch = await consumer.fetch({ max_messages: atOnce, expires: requestLasts });
    for await (const message of batch) {
      const isOther = found !== undefined;
      found ??= answer(message);
      if (isOther || found === undefined) others.push(message);
    }
  }
  for (const message of others) message.nak();
  return found;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
