import { AckPolicy, type Consumer, type ConsumerInfo, type JsMsg } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/transport-node";
import type { ProbeSubscription, ReadDecision } from "../../../../compiler/live.ts";
import type { DurableAddress } from "../../../../compiler/target.ts";
import { type Held, holdOthers } from "./held.ts";
import { consumersOf, isSilence, lookUpDurable } from "./look-up-durable.ts";

type Received = ProbeSubscription["received"][number];

const patience = 5_000;
/** For how long what is somebody else's is held back, so that it does not come again at once. */
const heldBack = 5_000;
/** How long a request for the next events lasts, in milliseconds: the least that the server takes. */
const requestLasts = 1_000;
const atOnce = 100;
/** Requests in a row that may go without any answer. */
const mostSilent = 3;
/** What is held back counts as being worked on, of which a durable allows a thousand; beyond that nothing more comes. */
const mostUnread = 500;

/** A subscription to a durable, and what ends it. */
export interface DurableRead {
  readonly subscription: { -readonly [K in keyof ProbeSubscription]: ProbeSubscription[K] };
  /** Resolves once nothing more can come that would be taken and not acknowledged. */
  readonly end: () => Promise<void>;
}

/**
 * Reads by a durable until it is ended. Events are asked for in short requests, the last of which is waited for: from
 * behind a gateway or a leaf link a broker does not see that a reader is gone, and would give the next events to a
 * request that nobody hears the answer to (they come again after 30 s; 2.10 to 2.15). `own`: see `StoredProbe`.
 */
export async function readByDurable(
  connection: NatsConnection,
  from: DurableAddress,
  decide: (payload: Uint8Array) => ReadDecision,
  own = 0,
): Promise<DurableRead> {
  const { domain, lookUp, request } = from;
  const received: Received[] = [];
  const subscription: DurableRead["subscription"] = { received };
  const acknowledging: Promise<void>[] = [];
  let ended = false;
  let reading: Promise<void> = Promise.resolve();
  let others: Held | undefined;
  const take = (message: JsMsg): void => {
    const decision = decide(message.data);
    if (decision === "leave" && others) return others.hold(message);
    if (decision !== "take") return message.nak(decision === "leave" ? heldBack : undefined);
    received.push({ address: message.subject, payload: message.data, atMs: performance.now() });
    acknowledging.push(
      acknowledge(message).catch((error: unknown) => {
        subscription.refused ??= `its acknowledgements are not taken: ${wordsOf(error)}`;
      }),
    );
  };
  try {
    const info = await lookUpDurable(connection, from);
    const found = consumersOf(connection, domain, patience).getConsumerFromInfo(info);
    if ((info.config.max_deliver ?? -1) > 0) others = holdOthers(info.config.ack_wait);
    const why = unfit(info, own);
    if (why !== undefined) subscription.refused = why;
    else
      reading = readOn(found, take, () => ended).then((stopped) => {
        if (stopped !== undefined) subscription.refused ??= `${request} is not answered: ${stopped}`;
      });
  } catch (error) {
    subscription.refused = isSilence(error) ? `${lookUp} is not answered` : wordsOf(error);
  }
  const end = async (): Promise<void> => {
    ended = true;
    await reading;
    await Promise.all(acknowledging);
    others?.release();
  };
  return { subscription, end };
}

/** Acknowledges, and waits until that was heard: one that is not is given out again, half a minute later. */
async function acknowledge(message: JsMsg): Promise<void> {
  await message.ackAck();
}

/** Why nobody should try to read by a durable, if so. */
function unfit(
  { config, num_pending: unread, num_ack_pending: open }: ConsumerInfo,
  own: number,
): string | undefined {
  if (config.ack_policy !== AckPolicy.Explicit)
    return `it acknowledges by ${config.ack_policy}, not each by itself`;
  // What is taken makes room for the next.
  const others = unread + open - own;
  return others > mostUnread
    ? `${others} events wait for the application, and what is tried would come behind them`
    : undefined;
}

/** Reads until it is ended, or nobody has answered for some requests in a row; then says so. */
async function readOn(
  consumer: Consumer,
  take: (message: JsMsg) => void,
  isEnded: () => boolean,
): Promise<string | undefined> {
  let silent = 0;
  while (!isEnded()) {
    try {
      const batch = await consumer.fetch({ max_messages: atOnce, expires: requestLasts });
      for await (const message of batch) take(message);
      silent = 0;
    } catch (error) {
      silent += 1;
      if (silent === mostSilent) return wordsOf(error);
    }
  }
  return undefined;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
