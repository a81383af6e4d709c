import type { IPublishPacket, MqttClient } from "mqtt";
import type { ClientLogin, ProbeConnection, ProbeOutcome } from "../../../../compiler/live.ts";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import { logIn, type MqttConnection, type MqttVersion, patience } from "./log-in.ts";
import { type Heard, receivedBy } from "./received-by.ts";

/** How long a broker may take to take note of a goodbye, in milliseconds. */
const goodbye = 1_000;

/**
 * A connection that tells what the broker refuses, as far as it does. Events are published at QoS 1, without a retained
 * copy, and heard at QoS 1 or `heardAt` another. What brokers tell, measured:
 *
 * - Mosquitto 2.0.11 tells over MQTT 5 of each publication that it does not take (PUBACK with reason 0x87), over 3.1.1 of
 *   none. It grants every subscription, and delivers what may be read.
 * - nats-server 2.10 to 2.15 speaks 3.1.1 only. It tells of subscriptions that it does not grant (SUBACK with 0x80), and
 *   acknowledges publications that it drops. To it `$share/…` is a topic like any other: it has no groups here.
 *
 * So that nothing was refused does not mean that anything is delivered.
 */
export async function connectMqtt(
  to: Endpoint,
  login: ClientLogin,
  version: MqttVersion,
  heardAt: 0 | 1 = 1,
): Promise<ProbeConnection> {
  const connection = await logIn(to, login, version);
  const { client } = connection;
  const subscriptions = new Map<string, Heard>();
  const deliver = receivedBy(subscriptions);
  client.on("message", (_topic, _payload, packet: IPublishPacket) => deliver(packet));
  let asked = 0;
  return {
    async subscribe(address, group) {
      const filter = group === undefined ? address : `$share/${group}/${address}`;
      // The same once more takes the place of the one before (MQTT 5.0, 3.8.4).
      const heard = subscriptions.get(filter) ?? { id: ++asked, filter: address, received: [] };
      // What comes with the answer is heard too.
      subscriptions.set(filter, heard);
      const properties = version === 5 ? { properties: { subscriptionIdentifier: heard.id } } : {};
      const outcome = await settled(connection, (answer) =>
        subscribe(client, filter, heardAt, properties, answer),
      );
      if (outcome.refused !== undefined) subscriptions.delete(filter);
      return { ...outcome, received: heard.received };
    },
    async publish(address, payload, { headers } = {}) {
      const properties = version === 5 && headers ? { properties: { userProperties: { ...headers } } } : {};
      const outcome = await settled(connection, (answer) =>
        client.publish(address, Buffer.from(payload), { qos: 1, ...properties }, (error) => answer(error)),
      );
      return { ...outcome, storedBy: [], knownTo: [] };
    },
    close: () => close(connection),
  };
}

type Answer = (error: Error | null | undefined) => void;

/**
 * Subscribes, and where QoS 1 is refused, at QoS 0: nats-server 2.10 refuses QoS 1 to whoever may not use
 * JetStream for it, which says nothing of the topic.
 */
function subscribe(
  client: MqttClient,
  filter: string,
  qos: 0 | 1,
  properties: { readonly properties?: { readonly subscriptionIdentifier: number } },
  answer: Answer,
): void {
  client.subscribe(filter, { qos, ...properties }, (error) => {
    if (error && qos > 0) client.subscribe(filter, { qos: 0, ...properties }, (again) => answer(again));
    else answer(error);
  });
}

/**
 * Waits for what a broker answers, for a while; a connection that it ends meanwhile was refused. Throws for what is no
 * topic, which the client does not send.
 */
async function settled({ ended }: MqttConnection, ask: (answer: Answer) => void): Promise<ProbeOutcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((settle) => {
    timer = setTimeout(() => settle(`no answer within ${patience / 1_000} s`), patience);
  });
  const answered = new Promise<string | undefined>((settle, fail) => {
    ask((error) => (error?.message.startsWith("Invalid topic") ? fail(error) : settle(error?.message)));
  });
  try {
    const refused = await Promise.race([ended, answered, late]);
    return refused === undefined ? {} : { refused };
  } finally {
    clearTimeout(timer);
  }
}

/** Says goodbye, and leaves in any case. */
async function close({ client, ended }: MqttConnection): Promise<void> {
  client.end(false);
  // Asked to end again, the client goes on waiting for the broker.
  const timer = setTimeout(() => client.stream.destroy(), goodbye);
  await ended;
  clearTimeout(timer);
}
