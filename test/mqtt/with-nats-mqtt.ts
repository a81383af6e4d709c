import type { ProbeConnection } from "../../compiler/live.ts";
import type { Endpoint } from "../../compiler/model/address.ts";
import { answersMqtt } from "../../targets/protocols/mqtt/live/answers-mqtt.ts";
import { connectMqtt } from "../../targets/protocols/mqtt/live/connect-mqtt.ts";
import { findNatsServer } from "../../tools/nats-server.mjs";
import { freePorts } from "../nats/free-ports.ts";
import { until } from "../nats/until.ts";
import { startProgram } from "./started-program.ts";

/** Subjects that a user may publish to and read. */
export interface NatsRights {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** A nats-server that speaks MQTT, whose users have their own name as the password. */
export interface NatsMqtt {
  readonly endpoint: Endpoint;
  /** Logs a user in, until the test is over. */
  connect(user: string): Promise<ProbeConnection>;
}

/** Starts a nats-server for as long as some work lasts. */
export async function withNatsMqtt(
  version: string,
  users: Readonly<Record<string, NatsRights>>,
  work: (server: NatsMqtt) => Promise<void>,
): Promise<void> {
  const [port = 0, client = 0] = await freePorts(2);
  const endpoint = { host: "127.0.0.1", port };
  const started = startProgram(await findNatsServer(version), ["-c", "nats.conf"], {
    "nats.conf": JSON.stringify(configurationOf(users, port, client)),
  });
  const connections: ProbeConnection[] = [];
  try {
    if (!(await until(() => answersMqtt(endpoint), 20_000)))
      throw new Error(`nats-server does not answer MQTT:\n${started.log()}`);
    await work({
      endpoint,
      async connect(user) {
        const connection = await connectMqtt(endpoint, { user, secret: user }, 4);
        connections.push(connection);
        return connection;
      },
    });
  } finally {
    await Promise.all(connections.map((connection) => connection.close()));
    await started.stop();
  }
}

function configurationOf(users: Readonly<Record<string, NatsRights>>, port: number, client: number) {
  const side = (allow: readonly string[]) => (allow.length > 0 ? { allow } : { deny: [">"] });
  return {
    server_name: "mqtt",
    listen: `127.0.0.1:${client}`,
    mqtt: { listen: `127.0.0.1:${port}` },
    jetstream: { store_dir: "store", max_mem: 10_000_000, max_file: 100_000_000 },
    accounts: {
      MESH: {
        jetstream: "enabled",
        users: Object.entries(users).map(([user, { publish, subscribe }]) => ({
          user,
          password: user,
          permissions: { publish: side(publish), subscribe: side(subscribe) },
        })),
      },
    },
  };
}
