import { randomBytes } from "node:crypto";
import { connect, type IClientOptions, type MqttClient } from "mqtt";
import { type ClientLogin, ProbeRefused } from "../../../../compiler/live.ts";
import type { Endpoint } from "../../../../compiler/model/address.ts";

/** MQTT 3.1.1, by the number that its CONNECT packet says, or MQTT 5. */
export type MqttVersion = 4 | 5;

/** One connection, which is never made anew. */
export interface MqttConnection {
  readonly client: MqttClient;
  /** Resolves to why it ended, once it has. */
  readonly ended: Promise<string>;
}

/** How long a broker may take for an answer, in milliseconds. */
export const patience = 5_000;

/** Reason codes of a CONNACK that are about who it is (MQTT 3.1.1, 3.2.2.3; MQTT 5.0, 3.2.2.2). */
const refusals: ReadonlySet<number> = new Set([4, 5, 0x86, 0x87, 0x8a, 0x8c]);

/**
 * Logs in with a session that begins and ends with the connection, under a client id that nobody else has. Throws
 * `ProbeRefused` where the broker refuses the login; any other error means that it could not be asked.
 */
export async function logIn(
  to: Endpoint,
  { user, secret }: ClientLogin,
  version: MqttVersion,
): Promise<MqttConnection> {
  const options: IClientOptions = {
    protocol: to.authority === undefined ? "mqtt" : "mqtts",
    host: to.host,
    port: to.port,
    protocolVersion: version,
    clientId: `meshc-${randomBytes(8).toString("hex")}`,
    clean: true,
    connectTimeout: patience,
    reconnectPeriod: 0,
    resubscribe: false,
    ...(to.authority !== undefined && { ca: to.authority }),
    ...(secret !== undefined && { username: user, password: secret }),
  };
  const client = connect(options);
  const ended = endOf(client);
  try {
    await opened(client, ended);
  } catch (error) {
    client.end(true);
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (error instanceof Error && typeof code === "number" && refusals.has(code))
      throw new ProbeRefused(error.message, { cause: error });
    throw error;
  }
  return { client, ended };
}

/** Why a connection ended: what the broker said last (MQTT 5), or the network, or nothing at all. */
function endOf(client: MqttClient): Promise<string> {
  return new Promise((resolve) => {
    let words = "the connection was closed";
    client.on("disconnect", ({ reasonCode = 0 }) => {
      words = `the broker ended the connection (reason 0x${reasonCode.toString(16).padStart(2, "0")})`;
    });
    client.on("error", ({ message }) => (words = message));
    client.on("close", () => resolve(words));
  });
}

async function opened(client: MqttClient, ended: Promise<string>): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    client.once("connect", () => resolve());
    client.once("error", reject);
    void ended.then((words) => reject(new Error(words)));
  });
}
