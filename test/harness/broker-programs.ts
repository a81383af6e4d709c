import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findConnect } from "../../tools/connect.mjs";
import { findMosquitto } from "../../tools/mosquitto.mjs";
import { findNatsServer } from "../../tools/nats-server.mjs";

const namesMosquitto = /engine"?:\s*"?mosquitto/;

/**
 * The environment in which `up` finds the brokers of a folder's manifest: a version of nats-server, the newest unless
 * said, and a Mosquitto only where one is named, since not every machine has one.
 */
export async function withBrokerPrograms(
  folder: string,
  natsVersion?: string,
): Promise<Readonly<Record<string, string | undefined>>> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.ya?ml$/.test(name),
  );
  const needsMosquitto = files.some((name) => namesMosquitto.test(readFileSync(join(folder, name), "utf8")));
  return {
    ...process.env,
    MESHC_NATS_SERVER: await findNatsServer(natsVersion),
    ...(needsMosquitto && {
      MESHC_MOSQUITTO: await findMosquitto(),
      // What is at-least-once goes to and from a Mosquitto by it.
      MESHC_CONNECT: await findConnect(),
    }),
  };
}
