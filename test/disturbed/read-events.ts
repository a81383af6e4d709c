import { jetstream, type ConsumerMessages, type JsMsg } from "@nats-io/jetstream";
import type { Credentials, ReadEvent } from "../../deploy/credentials/credentials.ts";
import type { NatsConnection } from "@nats-io/transport-node";
import { replyOf } from "../nats/reply-of.ts";
import { pause } from "../nats/until.ts";
import type { ApplicationClient } from "./application-client.ts";

/** Hears each event that an application gets, repeated ones too. */
type Heard = (text: string) => void;

/**
 * How long a request for the next events lasts, how often the broker says meanwhile that it still has it, and how long
 * an answer may take, in milliseconds. A request that got lost with a link is only missed by its silence: with what
 * the client library does by itself, nothing is read for half a minute.
 */
const requestLasts = 3_000;
const heartbeat = 1_000;
const answeredWithin = 2_000;
const atOnce = 100;
const againAfter = 200;

/** Reads all that an application's credentials say, each as they say it. */
export async function readEvents(
  client: ApplicationClient,
  { subscribe }: Credentials,
  heard: Heard,
): Promise<() => Promise<void>> {
  const ends: (() => Promise<unknown>)[] = [];
  for (const event of subscribe) {
    if (event.stream !== undefined) {
      const messages = await consume(client, event, heard);
      ends.push(() => messages.close());
    } else subscribeTo(client, event, heard);
  }
  await client.connection.flush();
  return async () => void (await Promise.all(ends.map((end) => end())));
}

/** Reads by a durable and acknowledges each event once it has been heard. */
async function consume(
  { connection }: ApplicationClient,
  { stream = "", consumer = "", domain, confirm }: ReadEvent,
  heard: Heard,
): Promise<ConsumerMessages> {
  const options = { timeout: answeredWithin, ...(domain !== undefined && { domain }) };
  const found = await jetstream(connection, options).consumers.get(stream, consumer);
  return found.consume({
    max_messages: atOnce,
    expires: requestLasts,
    idle_heartbeat: heartbeat,
    callback(message) {
      heard(message.string());
      if (confirm) void confirmed(connection, message);
      else message.ack();
    },
  });
}

/** Acknowledges until that is confirmed: the client's own `ackAck` sends once, and what is lost with a link stays so. */
async function confirmed(connection: NatsConnection, message: JsMsg): Promise<void> {
  const reply = replyOf(message);
  while (!connection.isClosed()) {
    const done = await connection.request(reply, "+ACK", { timeout: answeredWithin }).then(
      () => true,
      () => false,
    );
    if (done) return;
    await pause(againAfter);
  }
}

function subscribeTo({ connection }: ApplicationClient, { address, group }: ReadEvent, heard: Heard): void {
  connection.subscribe(address, {
    ...(group !== undefined && { queue: group }),
    callback(error, message) {
      if (!error) heard(message.string());
    },
  });
}
