import { type ConsumerMessages, jetstream } from "@nats-io/jetstream";
import { connect, type NatsConnection, nkeyAuthenticator, type TlsOptions } from "@nats-io/transport-node";
import type { Credentials, ReadEvent } from "../../../deploy/credentials/credentials.ts";
import type { Heard, TrafficConnection } from "./traffic-client.ts";

const acknowledgedWithin = 4_000;

/** Connects an application that speaks NATS to any instance of its broker, and reads nothing yet. */
export async function natsConnection(login: Credentials, heard: Heard): Promise<TrafficConnection> {
  if (!("nkeySeed" in login.identity)) throw new Error(`${login.application} has no nkey`);
  const connection = await connect({
    servers: login.brokers.flatMap(({ urls }) => urls),
    authenticator: nkeyAuthenticator(new TextEncoder().encode(login.identity.nkeySeed)),
    ...(login.inboxPrefix !== undefined && { inboxPrefix: login.inboxPrefix }),
    // The client takes a server that has an address and no name for `localhost`, unless it is told.
    ...(login.ca !== undefined && { tls: { ca: login.ca, host: "127.0.0.1" } as TlsOptions }),
    name: login.application,
    timeout: 5_000,
    reconnect: false,
  });
  const readings = new Map<string, () => void>();
  let published = login.publish;
  const stored = jetstream(connection, { timeout: acknowledgedWithin });
  return {
    async publish(event, text) {
      const address = published.find((one) => one.event === event);
      if (!address) return false;
      if (!address.stored) {
        connection.publish(address.address, text);
        return true;
      }
      await stored.publish(address.address, text, { msgID: text, timeout: acknowledgedWithin });
      return true;
    },
    async read({ subscribe, publish }) {
      published = publish;
      const wanted = new Map(subscribe.map((event) => [keyOf(event), event]));
      for (const [key, end] of readings) {
        if (wanted.has(key)) continue;
        end();
        readings.delete(key);
      }
      for (const [key, event] of wanted)
        if (!readings.has(key)) readings.set(key, await begin(connection, event, heard));
      await connection.flush();
    },
    closed: connection.closed(),
    close: () => connection.close(),
  };
}

function keyOf({ address, stream = "", consumer = "", group = "" }: ReadEvent): string {
  return `${address} ${group} ${stream} ${consumer}`;
}

async function begin(connection: NatsConnection, event: ReadEvent, heard: Heard): Promise<() => void> {
  if (event.stream !== undefined) {
    const messages = await consume(connection, event, heard);
    return () => void messages.close();
  }
  const subscription = connection.subscribe(event.address, {
    ...(event.group !== undefined && { queue: event.group }),
    callback: (error, message) => {
      if (!error) heard(message.string());
    },
  });
  return () => subscription.unsubscribe();
}

/** A request for the next events that got lost with a server is only missed by its silence, hence the short times. */
async function consume(
  connection: NatsConnection,
  { stream = "", consumer = "", domain }: ReadEvent,
  heard: Heard,
): Promise<ConsumerMessages> {
  const options = { timeout: 5_000, ...(domain !== undefined && { domain }) };
  const found = await jetstream(connection, options).consumers.get(stream, consumer);
  return found.consume({
    max_messages: 100,
    expires: 3_000,
    idle_heartbeat: 1_000,
    callback(message) {
      heard(message.string());
      message.ack();
    },
  });
}
