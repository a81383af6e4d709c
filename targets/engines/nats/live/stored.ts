import { AckPolicy, type Consumer, type ConsumerInfo, jetstream, type JsMsg } from "@nats-io/jetstream";
import type { MsgHdrs, NatsConnection } from "@nats-io/transport-node";
import type { ProbeOutcome, ProbeSubscription } from "../../../../compiler/live.ts";
import type { DurableAddress } from "../../../../compiler/target.ts";

type Received = ProbeSubscription["received"][number];

const patience = 5_000;
/** For how long what is somebody else's is held back, so that it does not come again at once. */
const heldBack = 5_000;
/** How long a request for the next events lasts, in milliseconds: the least that the server takes. */
const requestLasts = 1_000;
const atOnce = 100;
/** What is held back counts as being worked on, of which a durable allows a thousand; beyond that nothing more comes. */
const mostUnread = 500;

/** Publishes, and waits until it is acknowledged that the event is stored. */
export async function acknowledged(
  connection: NatsConnection,
  address: string,
  payload: Uint8Array,
  options: { readonly headers?: MsgHdrs },
): Promise<ProbeOutcome> {
  try {
    await jetstream(connection).publish(address, payload, { ...options, timeout: patience });
    return {};
  } catch (error) {
    return { refused: `it was not acknowledged as stored: ${wordsOf(error)}` };
  }
}

/** A subscription to a durable, and what ends it. */
export interface DurableRead {
  readonly subscription: ProbeSubscription;
  /** Resolves once nothing more can come that would be taken and not acknowledged. */
  readonly end: () => Promise<void>;
}

/**
 * Reads by a durable until it is ended. Events are asked for in short requests, the last of which is waited for: from
 * behind a gateway or a leaf link a broker does not see that a reader is gone, and would give the next events to a
 * request that nobody hears the answer to (they come again after 30 s; 2.10 to 2.15).
 */
export async function readByDurable(
  connection: NatsConnection,
  { stream, consumer, domain }: DurableAddress,
  isMine: (payload: Uint8Array) => boolean,
): Promise<DurableRead> {
  const received: Received[] = [];
  const outcome: { refused?: string } = {};
  let ended = false;
  let reading = Promise.resolve();
  const take = (message: JsMsg): void => {
    if (!isMine(message.data)) return message.nak(heldBack);
    received.push({ address: message.subject, payload: message.data, atMs: performance.now() });
    message.ack();
  };
  try {
    const options = { timeout: patience, ...(domain !== undefined && { domain }) };
    const found = await jetstream(connection, options).consumers.get(stream, consumer);
    const why = unfit(await found.info(true));
    if (why === undefined) reading = readOn(found, take, () => ended);
    else outcome.refused = why;
  } catch (error) {
    outcome.refused = wordsOf(error);
  }
  const end = (): Promise<void> => {
    ended = true;
    return reading;
  };
  return { subscription: Object.assign(outcome, { received }), end };
}

/** Why nobody should try to read by a durable, if so. */
function unfit({ config, num_pending: unread, num_ack_pending: open }: ConsumerInfo): string | undefined {
  if (config.ack_policy !== AckPolicy.Explicit)
    return `it acknowledges by ${config.ack_policy}, not each by itself`;
  return unread + open > mostUnread
    ? `${unread + open} events wait for the application, and what is tried would come behind them`
    : undefined;
}

async function readOn(
  consumer: Consumer,
  take: (message: JsMsg) => void,
  isEnded: () => boolean,
): Promise<void> {
  while (!isEnded()) {
    try {
      const batch = await consumer.fetch({ max_messages: atOnce, expires: requestLasts });
      for await (const message of batch) take(message);
    } catch {
      // The connection ended, or the consumer is gone: what is missing then is told by what does not arrive.
      return;
    }
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
