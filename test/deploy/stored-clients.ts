import { readFileSync } from "node:fs";
import { join } from "node:path";
import { jetstream } from "@nats-io/jetstream";
import { connect, nkeyAuthenticator } from "@nats-io/transport-node";
import { expect } from "vitest";
import { errorsOf, type meshFolder } from "./mesh-folder.ts";

/** A mesh that was brought up by `up`, all in environment `centre`. */
export type Mesh = Awaited<ReturnType<typeof meshFolder>>;

async function login(mesh: Mesh, application: string, broker: string) {
  const file = join(mesh.upFolder, "secrets", "keys", `application.${application}.json`);
  const { seed } = JSON.parse(readFileSync(file, "utf8")) as { seed: string };
  return connect({
    servers: `127.0.0.1:${mesh.instance("centre", `${broker}-0`).ports["nats"]}`,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
    inboxPrefix: `_INBOX_${application}`,
    reconnect: false,
  });
}

/** Publishes `orders.placed`, or something else, as an application at a broker; resolves to the streams that took it. */
export async function publish(
  mesh: Mesh,
  texts: readonly string[],
  application = "till",
  broker = "ha",
  subject = "orders.placed",
): Promise<readonly string[]> {
  const till = await login(mesh, application, broker);
  const streams = new Set<string>();
  for (const text of texts) streams.add((await jetstream(till).publish(subject, text)).stream);
  await till.close();
  return [...streams];
}

/** What comes to a durable until a second has passed without anything more, acknowledged with confirmation. */
export async function read(
  mesh: Mesh,
  application: string,
  broker: string,
  stream: string,
  { durable = application, domain }: { readonly durable?: string; readonly domain?: string } = {},
): Promise<readonly string[]> {
  const connection = await login(mesh, application, broker);
  const options = domain === undefined ? {} : { domain };
  const consumer = await jetstream(connection, options).consumers.get(stream, durable);
  const texts: string[] = [];
  // A copy takes some seconds until it begins.
  for (let before = -1, last = Date.now() + 20_000; texts.length !== before || before === 0;) {
    if (Date.now() > last) break;
    before = texts.length;
    try {
      for await (const message of await consumer.fetch({ max_messages: 50, expires: 1_000 })) {
        texts.push(message.string());
        await message.ackAck();
      }
    } catch (error) {
      // Another of the servers leads now, which answers to whoever asks again.
      if (!String(error).includes("leadership change")) throw error;
      before = -1;
    }
  }
  await connection.close();
  return texts;
}

/** Brings a manifest about that nothing is wrong with. */
export async function bringUp(mesh: Mesh, text: string): Promise<void> {
  mesh.write(text);
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
}
