import { connect, type IClientOptions, type MqttClient } from "mqtt";
import type { Credentials } from "../../deploy/credentials/credentials.ts";
import { eventText } from "../disturbed/event-text.ts";
import type { Send } from "../disturbed/publisher.ts";
import type { Clients } from "../disturbed/traffic.ts";

const again = { reconnectPeriod: 250, connectTimeout: 5_000 } as const;

/**
 * Applications that speak MQTT 3.1.1, to any instance of their broker, and connect again as often as it takes. What is
 * stored is published and read at QoS 1, and read in a session that stays; all else is at QoS 0.
 */
export function mqttClients(credentials: (application: string) => Credentials): Clients {
  const clients: MqttClient[] = [];
  const refused: string[] = [];
  const login = async (name: string, options: IClientOptions) => {
    const known = credentials(name);
    const client = connect({ ...loginOf(known), ...again, ...options });
    clients.push(client);
    client.on("error", ({ message }) => {
      if (/not authorized|bad user/i.test(message)) refused.push(`${name}: ${message}`);
    });
    await connected(client, name);
    return { client, known };
  };
  return {
    async publish(name, isStored) {
      const { client, known } = await login(name, { clean: true });
      const [event] = known.publish;
      return senderOf(client, event?.address ?? "", isStored ? 1 : 0);
    },
    async read(name, heard, isDurable) {
      const { client, known } = await login(name, { clean: !isDurable, clientId: name });
      client.on("message", (_topic, payload) => heard(payload.toString()));
      for (const { address } of known.subscribe) {
        const [granted] = await client.subscribeAsync(address, { qos: isDurable ? 1 : 0 });
        if ((granted?.qos ?? 128) > 2) refused.push(`${name}: ${address}`);
      }
    },
    refused: () => refused,
    close: async () =>
      void (await Promise.all(clients.map((client) => client.endAsync(true).catch(() => undefined)))),
  };
}

function loginOf({ brokers, identity, ca }: Credentials): IClientOptions {
  if (!("password" in identity)) throw new Error("who speaks MQTT logs in by a password");
  const { username, password } = identity;
  const servers = brokers
    .flatMap(({ urls }) => urls)
    .map((url) => {
      const { protocol, hostname: host, port } = new URL(url);
      return { host, port: Number(port), protocol: protocol === "mqtts:" ? "mqtts" : "mqtt" } as const;
    });
  return { servers, username, password, protocolVersion: 4, ...(ca !== undefined && { ca }) };
}

function connected(client: MqttClient, name: string): Promise<void> {
  return new Promise((done, failed) => {
    const late = setTimeout(() => failed(new Error(`${name} is not let in`)), 15_000);
    client.once("connect", () => (clearTimeout(late), done()));
  });
}

/**
 * At QoS 0 what is handed to the client counts as published, be the client connected or not; at QoS 1 what the broker has
 * acknowledged, for which the client sends it again after each connection.
 */
function senderOf(client: MqttClient, topic: string, qos: 0 | 1): Send {
  return async (event) => {
    const sent = client.publishAsync(topic, eventText(event), { qos });
    if (qos === 0) {
      sent.catch(() => undefined);
      return true;
    }
    return sent.then(
      () => true,
      () => false,
    );
  };
}
