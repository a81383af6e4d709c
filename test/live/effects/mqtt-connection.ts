import { connect } from "mqtt";
import type { Credentials } from "../../../deploy/credentials/credentials.ts";
import type { Heard, TrafficConnection } from "./traffic-client.ts";

/** Connects an application that speaks MQTT 3.1.1, at QoS 0, to the first instance that answers; reads nothing yet. */
export async function mqttConnection(login: Credentials, heard: Heard): Promise<TrafficConnection> {
  if (!("password" in login.identity)) throw new Error("who speaks MQTT logs in by a password");
  const [url = ""] = login.brokers.flatMap(({ urls }) => urls);
  const { username, password } = login.identity;
  const client = connect(url, {
    username,
    password,
    protocolVersion: 4,
    reconnectPeriod: 0,
    connectTimeout: 5_000,
    ...(login.ca !== undefined && { ca: login.ca }),
  });
  // Whatever it is, the connection ends with it.
  client.on("error", () => undefined);
  const closed = new Promise<void>((done) => client.once("close", () => done()));
  await Promise.race([
    new Promise<void>((done) => client.once("connect", () => done())),
    closed.then(() => Promise.reject(new Error("it is not let in"))),
  ]);
  client.on("message", (_topic, payload) => heard(payload.toString()));
  const heardNow = new Set<string>();
  return {
    async publish(event, text) {
      const address = login.publish.find((one) => one.event === event);
      if (!address || !client.connected) return false;
      client.publish(address.address, text, { qos: 0 });
      return true;
    },
    async read({ subscribe }) {
      for (const { address } of subscribe)
        if (!heardNow.has(address)) {
          await client.subscribeAsync(address, { qos: 0 });
          heardNow.add(address);
        }
    },
    closed,
    close: async () => void (await client.endAsync(true).catch(() => undefined)),
  };
}
