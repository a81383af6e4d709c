import { readFileSync } from "node:fs";
import { join } from "node:path";
import { jetstream } from "@nats-io/jetstream";
import { connect, nkeyAuthenticator } from "@nats-io/transport-node";
import { expect, test } from "vitest";
import { errorsOf, meshFolder } from "./mesh-folder.ts";

type Mesh = Awaited<ReturnType<typeof meshFolder>>;

/** Two hubs of which `hb` stores too where it is given storage, and readers at places of their own. */
function manifest(readers: string, more = ""): string {
  return `
apiVersion: meshc/v1
mesh: { name: moved }
teams: { one: {} }
environments: { centre: { platform: local } }
brokers:
  ha: { environment: centre, engine: nats, storage: 1Gi }
  hb: { environment: centre, engine: nats, listeners: { nats: 4232, management: 8232, gateway: 7232, cluster: 6232 } }
domains:
  orders: { owner: one, topic: orders, delivery: at-least-once, home: ha, events: { placed: {} } }
${more}
applications:
  till: { team: one, broker: ha, publish: [orders.placed] }
${readers}
`;
}

const second =
  "  stock: { owner: one, topic: stock, delivery: at-least-once, home: hb, events: { counted: {} } }";
const books = (broker: string, terms = "orders.placed") =>
  `  books: { team: one, broker: ${broker}, subscribe: [${terms}], durable: true }`;

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

async function publish(mesh: Mesh, texts: readonly string[]): Promise<void> {
  const till = await login(mesh, "till", "ha");
  for (const text of texts) await jetstream(till).publish("orders.placed", text);
  await till.close();
}

/** What comes to a durable until a second has passed without anything more, acknowledged with confirmation. */
async function read(mesh: Mesh, application: string, broker: string, stream: string, durable = application) {
  const connection = await login(mesh, application, broker);
  const consumer = await jetstream(connection).consumers.get(stream, durable);
  const texts: string[] = [];
  // A copy takes some seconds until it begins.
  for (let before = -1, last = Date.now() + 20_000; texts.length !== before || before === 0;) {
    if (Date.now() > last) break;
    before = texts.length;
    for await (const message of await consumer.fetch({ max_messages: 50, expires: 1_000 })) {
      texts.push(message.string());
      await message.ackAck();
    }
  }
  await connection.close();
  return texts;
}

async function bringUp(mesh: Mesh, text: string): Promise<void> {
  mesh.write(text);
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
}

test("a durable that moves from its home into a copy and back goes on where it was", async () => {
  const mesh = await meshFolder(manifest(books("hb")));
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  await publish(mesh, ["1", "2"]);
  expect(await read(mesh, "books", "hb", "orders")).toEqual(["1", "2"]);
  await publish(mesh, ["3"]);
  await bringUp(mesh, manifest(books("hb"), second));
  expect(await read(mesh, "books", "hb", "orders_at_hb")).toEqual(["3"]);
  await publish(mesh, ["4"]);
  await bringUp(mesh, manifest(books("[ha, hb]"), second));
  expect(await read(mesh, "books", "ha", "orders")).toEqual(["4"]);
  expect(await mesh.status()).toMatchObject({ ok: true, value: { ok: true } });
});

test("who begins to read in a copy gets what is published from then on", async () => {
  const mesh = await meshFolder(manifest("", second));
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  await publish(mesh, ["before"]);
  await bringUp(mesh, manifest(books("hb"), second));
  await publish(mesh, ["after"]);
  expect(await read(mesh, "books", "hb", "orders_at_hb")).toEqual(["after"]);
});

test("a subscription that gets terms of its own goes on where the durable was that it is parted from", async () => {
  const mesh = await meshFolder(manifest(books("ha")));
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  await publish(mesh, ["1"]);
  expect(await read(mesh, "books", "ha", "orders")).toEqual(["1"]);
  await publish(mesh, ["2"]);
  await bringUp(mesh, manifest(books("ha", "{ event: orders.placed, maxDeliver: 3 }")));
  expect(await read(mesh, "books", "ha", "orders", "books__placed")).toEqual(["2"]);
});
