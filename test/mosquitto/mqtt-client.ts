import { connect, type IClientOptions, type MqttClient } from "mqtt";
import { passwordOf } from "./started-mosquitto.ts";

/** An MQTT client in the hands of a test. */
export interface TestClient {
  readonly client: MqttClient;
  /** What came, in order. */
  readonly heard: readonly { readonly topic: string; readonly text: string; readonly retained: boolean }[];
  /** Client id that the broker gave, where none was named. */
  readonly assignedId: string | undefined;
  isConnected(): boolean;
  /** Resolves to the granted QoS, or 128 and more where it was refused. */
  subscribe(filter: string): Promise<number>;
  /** Publishes at QoS 1 and resolves to whether the broker let it in, which MQTT 5 tells. */
  publish(topic: string, text?: string, retained?: boolean): Promise<boolean>;
  close(): Promise<void>;
}

/** Logs in as an identity; `undefined` where the broker refuses. */
export function logIn(
  port: number,
  identity: string,
  options: IClientOptions & { readonly password?: string } = {},
): Promise<TestClient | undefined> {
  const client = connect({
    host: "127.0.0.1",
    port,
    username: identity,
    password: passwordOf(identity),
    protocolVersion: 5,
    reconnectPeriod: 0,
    connectTimeout: 5_000,
    ...options,
  });
  const heard: { topic: string; text: string; retained: boolean }[] = [];
  client.on("message", (topic, payload, { retain }) => {
    heard.push({ topic, text: payload.toString(), retained: retain });
  });
  return new Promise((done) => {
    client.once("connect", ({ properties }) =>
      done(wrap(client, heard, properties?.assignedClientIdentifier)),
    );
    client.on("error", () => done(undefined));
    client.once("close", () => done(undefined));
  });
}

function wrap(client: MqttClient, heard: TestClient["heard"], assignedId: string | undefined): TestClient {
  return {
    client,
    heard,
    assignedId,
    isConnected: () => client.connected,
    async subscribe(filter) {
      const [granted] = await client.subscribeAsync(filter, { qos: 1 });
      return granted?.qos ?? 128;
    },
    async publish(topic, text = "x", retained = false) {
      const sent = client.publishAsync(topic, text, { qos: 1, retain: retained });
      return sent.then(
        () => true,
        () => false,
      );
    },
    async close() {
      await client.endAsync(true);
    },
  };
}
