import { randomBytes } from "node:crypto";
import { connect, type IClientOptions, type MqttClient } from "mqtt";

/** What a subscriber has received over MQTT so far, in order of arrival, and how. */
export interface MqttListener {
  readonly texts: string[];
  readonly topics: string[];
  /** As `text@QoS`, with an `R` where it is a retained event. */
  readonly marked: string[];
  /** Whether the broker had kept a session under its client id. */
  readonly sessionPresent: boolean;
  /** What the broker granted: a QoS, or 128 for no. */
  subscribe(topic: string, qos: 0 | 1 | 2): Promise<number>;
  /** Resolves once it is sent, or at a QoS above 0 acknowledged; rejects where the connection ends before. */
  publish(topic: string, text: string, qos: 0 | 1 | 2, retain?: boolean): Promise<void>;
  isClosed(): boolean;
  /** Says goodbye, or else is gone without a word, so that its will is published. */
  close(goodbye?: boolean): Promise<void>;
}

export interface MqttOptions extends Pick<IClientOptions, "clean" | "clientId" | "will"> {
  /** Another user name. */
  readonly user?: string;
}

const patience = 10_000;

/** Logs in over MQTT 3.1.1. Rejects where the broker refuses. */
export async function listenOverMqtt(
  port: number,
  identity: string,
  password: string,
  { user = identity, ...options }: MqttOptions,
): Promise<MqttListener> {
  const client = connect({
    host: "127.0.0.1",
    port,
    username: user,
    password,
    clientId: randomBytes(8).toString("hex"),
    protocolVersion: 4,
    reconnectPeriod: 0,
    connectTimeout: patience,
    ...options,
  });
  const got = { texts: [] as string[], topics: [] as string[], marked: [] as string[] };
  // What a session kept arrives with the answer to the login.
  client.on("message", (topic, payload, { qos, retain }) => {
    const text = payload.toString();
    got.texts.push(text);
    got.topics.push(topic);
    got.marked.push(`${text}@${qos}${retain ? "R" : ""}`);
  });
  const sessionPresent = await loggedIn(client);
  let closed = false;
  client.on("close", () => (closed = true));
  return {
    ...got,
    sessionPresent,
    isClosed: () => closed,
    subscribe: (topic, qos) =>
      new Promise((done) => {
        client.subscribe(topic, { qos }, (error, grants) => done(error ? 128 : (grants?.[0]?.qos ?? 128)));
      }),
    publish: (topic, text, qos, retain = false) =>
      new Promise((done, fail) => {
        // The client itself would wait for ever for the acknowledgement.
        const ended = () => fail(new Error("the broker ended the connection"));
        client.once("close", ended);
        client.publish(topic, text, { qos, retain }, (error) => {
          client.off("close", ended);
          if (error) fail(error);
          else done();
        });
      }),
    async close(goodbye = true) {
      if (closed) return;
      const gone = new Promise<void>((done) => client.once("close", () => done()));
      if (goodbye) client.end();
      else client.stream.destroy();
      await gone;
    },
  };
}

function loggedIn(client: MqttClient): Promise<boolean> {
  return new Promise((done, fail) => {
    client.once("connect", ({ sessionPresent }) => done(sessionPresent));
    client.once("error", fail);
    client.once("close", () => fail(new Error("the broker ended the connection")));
  });
}
