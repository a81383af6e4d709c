import { expect, test, vi } from "vitest";
import { natsLive } from "../nats/nats-live.ts";
import { connect, nkeyAuthenticator } from "@nats-io/transport-node";
import { jetstream, type JetStreamManager, jetstreamManager } from "@nats-io/jetstream";
import { provisionerInbox } from "../../targets/engines/nats/control-subjects.ts";
import { usualLimits } from "../../deploy/up/limits.ts";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorsOf, meshFolder } from "./mesh-folder.ts";

const nats = await natsLive();

function manifest(retention = "", applications = ""): string {
  return `
apiVersion: meshc/v1
mesh: { name: kept }
teams: { one: {} }
environments: { centre: { platform: local } }
brokers: { hub: { environment: centre, engine: nats } }
domains:
  orders:
    owner: one
    topic: orders
    delivery: at-least-once
    ${retention}
    events: { placed: {}, paid: {} }
applications:
  till: { team: one, broker: hub, publish: [orders.*] }
  books: { team: one, broker: hub, subscribe: [orders.placed], durable: true }
${applications}
`;
}

type Mesh = Awaited<ReturnType<typeof meshFolder>>;

function provisionedIn({ events }: Awaited<ReturnType<Mesh["up"]>>): readonly string[] {
  return events.flatMap((event) =>
    event.kind === "provisioned" ? [`${event.broker}: ${event.what} ${event.done}`] : [],
  );
}

function seedOf(mesh: Mesh, identity: string): string {
  const file = join(mesh.upFolder, "secrets", "keys", `${identity}.json`);
  return (JSON.parse(readFileSync(file, "utf8")) as { seed: string }).seed;
}

/** Logs in as an application at the hub. */
async function loggedIn(mesh: Mesh, application: string) {
  const { ports } = mesh.instance("centre", "hub-0");
  return connect({
    servers: `127.0.0.1:${ports["nats"]}`,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(seedOf(mesh, `application.${application}`))),
    inboxPrefix: `_INBOX_${application}`,
    reconnect: false,
  });
}

async function publishPlaced(mesh: Mesh, count: number): Promise<void> {
  const till = await loggedIn(mesh, "till");
  const client = jetstream(till);
  await Promise.all(
    Array.from({ length: count }, (_, index) => client.publish("orders.placed", String(index))),
  );
  await till.close();
}

/** How many events wait for the books, and how many come of them. */
async function unread(mesh: Mesh): Promise<number> {
  const books = await loggedIn(mesh, "books");
  const consumer = await jetstream(books).consumers.get("orders", "books");
  const { num_pending: pending } = await consumer.info();
  await books.close();
  return pending;
}

test("streams and durables are made once, and a second up asks for no change", async () => {
  const mesh = await meshFolder(manifest());
  const first = await mesh.up();
  expect(errorsOf(first.result)).toEqual([]);
  expect(provisionedIn(first)).toEqual([
    'hub: stream "orders" made',
    'hub: consumer "books" of "orders" made',
  ]);
  const second = await mesh.up();
  expect(provisionedIn(second)).toEqual([]);
  expect(second.result).toMatchObject({ ok: true, value: { touched: 0 } });
});

test("stored events outlive down and up, and a longer retention; a shorter one is refused", async () => {
  const mesh = await meshFolder(manifest("retention: { age: 7d }"));
  await mesh.up();
  await publishPlaced(mesh, 10_000);
  await mesh.down();
  await mesh.up();
  expect(await unread(mesh)).toBe(10_000);

  mesh.write(manifest("retention: { age: 30d }"));
  expect(provisionedIn(await mesh.up())).toEqual(['hub: stream "orders" changed']);
  expect(await unread(mesh)).toBe(10_000);

  mesh.write(manifest("retention: { age: 1d }"));
  const { result } = await mesh.up();
  expect(errorsOf(result)).toEqual([
    'MESH5122 stream "orders" at hub stays as it is: its events would be kept for a shorter time, and it holds 10000 events',
  ]);
  expect(await unread(mesh)).toBe(10_000);
});

test("an empty stream takes a shorter retention", async () => {
  const mesh = await meshFolder(manifest("retention: { age: 7d, messages: 100 }"));
  await mesh.up();
  mesh.write(manifest("retention: { age: 1d, messages: 10 }"));
  expect(provisionedIn(await mesh.up())).toEqual(['hub: stream "orders" changed']);
});

test("a durable that reads more keeps its place", async () => {
  const mesh = await meshFolder(manifest());
  await mesh.up();
  await publishPlaced(mesh, 3);
  mesh.write(manifest().replace("subscribe: [orders.placed]", "subscribe: [orders.*]"));
  const more = await mesh.up();
  expect(errorsOf(more.result)).toEqual([]);
  expect(provisionedIn(more)).toEqual(['hub: consumer "books" of "orders" changed']);
  expect(await unread(mesh)).toBe(3);
});

test("nothing goes by being taken out of the manifest", async () => {
  const mesh = await meshFolder(manifest());
  await mesh.up();
  await publishPlaced(mesh, 5);
  mesh.write(manifest().replace("subscribe: [orders.placed], durable: true", "subscribe: [orders.placed]"));
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  mesh.write(manifest());
  expect(provisionedIn(await mesh.up())).toEqual([]);
  expect(await unread(mesh)).toBe(5);
});

test("streams that cannot be made in time are an error, and the next up makes them", async () => {
  const mesh = await meshFolder(manifest());
  const limits = { ...usualLimits, provision: 1 };
  const { result } = await mesh.up({ limits, store: { provision: async () => undefined } });
  expect(errorsOf(result)).toEqual([
    "MESH5121 the streams at hub could not be brought about: those that store did not find each other within 1 s",
  ]);
  const refused = await mesh.up({ store: { provisionerIdentity: nats.systemIdentity } });
  expect(errorsOf(refused.result)).toEqual([expect.stringMatching(/^MESH5121 /)]);
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
});

/** Logs in as the operator of a broker that was let in by hand, and does something with what it stores. */
async function byHand(mesh: Mesh, work: (stores: JetStreamManager) => Promise<unknown>): Promise<void> {
  const { publicKey, seed } = nats.newKeyPair();
  const users = join(mesh.instanceFolder("hub-0"), "users.conf");
  const before = readFileSync(users, "utf8");
  const write = (text: string) => {
    rmSync(users);
    writeFileSync(users, text);
    process.kill(mesh.instance("centre", "hub-0").process?.pid ?? 0, "SIGHUP");
  };
  write(before.replace("users: [\n", `users: [\n    { nkey: "${publicKey}" }\n`));
  const { ports } = mesh.instance("centre", "hub-0");
  const logIn = () =>
    connect({
      servers: `127.0.0.1:${ports["nats"]}`,
      authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
      reconnect: false,
    }).catch(() => undefined);
  const connection = await vi.waitUntil(logIn, { timeout: 5_000, interval: 50 });
  await work(await jetstreamManager(connection));
  await connection.close();
  write(before);
}

/** What `status` says of what is stored, and whether all is well. */
async function storedIn(mesh: Mesh): Promise<readonly string[]> {
  const result = await mesh.status();
  if (!result.ok) throw new Error(result.diagnostics[0]?.message);
  const all = result.value.environments.flatMap(({ stored }) => stored);
  return [
    `ok: ${result.value.ok}`,
    ...all.map(({ broker, name, state, why }) => [broker, name, state, ...why].join(" ")),
  ];
}

test("status tells of streams and consumers that are gone or not as they were made", async () => {
  const mesh = await meshFolder(manifest());
  await mesh.up();
  expect(await storedIn(mesh)).toEqual(["ok: true", "hub orders ok", "hub books ok"]);

  await byHand(mesh, async (stores) => {
    await stores.consumers.delete("orders", "books");
    await stores.streams.update("orders", { max_msgs: 10 });
  });
  expect((await storedIn(mesh)).slice(1)).toEqual([
    "hub orders different max_msgs is 10, not -1",
    "hub books missing",
  ]);
  await byHand(mesh, (stores) => stores.streams.delete("orders"));
  expect((await storedIn(mesh)).slice(0, 3)).toEqual([
    "ok: false",
    "hub orders missing",
    "hub books missing",
  ]);

  expect(provisionedIn(await mesh.up())).toHaveLength(2);
  expect(await storedIn(mesh)).toEqual(["ok: true", "hub orders ok", "hub books ok"]);
  await mesh.down();
  expect(await storedIn(mesh)).toEqual([
    "ok: false",
    "hub orders unknown no instance of it answers",
    "hub books unknown no instance of it answers",
  ]);
});

test("what is no longer in the manifest is no longer asked for", async () => {
  const mesh = await meshFolder(manifest());
  await mesh.up();
  mesh.write(manifest().replace("subscribe: [orders.placed], durable: true", "subscribe: [orders.placed]"));
  await mesh.up();
  expect(await storedIn(mesh)).toEqual(["ok: true", "hub orders ok"]);
});

/** Two hubs of one instance each, so that neither finds a leader before the other stores too. */
function twoHubs(delivery: string): string {
  return manifest()
    .replace("brokers: {", "brokers: { annex: { environment: centre, engine: nats },")
    .replace("delivery: at-least-once", `delivery: ${delivery}`)
    .replace(", durable: true", delivery === "at-least-once" ? ", durable: true" : "");
}

test("a running mesh of two hubs begins to store, one after another", async () => {
  const mesh = await meshFolder(twoHubs("at-most-once"));
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  mesh.write(twoHubs("at-least-once"));
  const { result, touched, ...rest } = await mesh.up();
  expect(errorsOf(result)).toEqual([]);
  expect(touched.filter((line) => line.endsWith("restarting"))).toHaveLength(2);
  expect(provisionedIn({ result, touched, ...rest })).toHaveLength(2);
  expect(await mesh.status()).toMatchObject({ ok: true, value: { ok: true } });
});

/** Does something with what is stored as who makes it, without a reload that could meet a login. */
async function asProvisioner(
  mesh: Mesh,
  work: (stores: JetStreamManager) => Promise<unknown>,
): Promise<void> {
  const { ports } = mesh.instance("centre", "hub-0");
  const connection = await connect({
    servers: `127.0.0.1:${ports["nats"]}`,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(seedOf(mesh, nats.provisionerIdentity))),
    inboxPrefix: provisionerInbox,
    reconnect: false,
  });
  await work(await jetstreamManager(connection, { checkAPI: false }));
  await connection.close();
}

test("a stream that a broker has no room for now waits for that, and an error says what the broker said", async () => {
  const storing = (domains = "") =>
    manifest("retention: { age: 7d, size: 10Mi }")
      .replace(
        "hub: { environment: centre, engine: nats }",
        "hub: { environment: centre, engine: nats, storage: 40Mi }",
      )
      .replace("applications:", `${domains}applications:`);
  const more = `  bills:
    owner: one
    topic: bills
    delivery: at-least-once
    retention: { age: 7d, size: 20Mi }
    events: { sent: {} }
`;
  const mesh = await meshFolder(storing());
  await mesh.up();
  await asProvisioner(mesh, (stores) =>
    stores.streams.add({ name: "guest", subjects: ["guest"], max_bytes: 15 * 1024 ** 2 }),
  );
  mesh.write(storing(more));
  const full = await mesh.up({ limits: { ...usualLimits, provision: 1 } });
  expect(errorsOf(full.result)).toEqual([
    expect.stringMatching(/^MESH5121 .*: stream "bills" is refused: insufficient storage/),
  ]);

  let asked = 0;
  const provision: typeof nats.provision = async (...given) => {
    asked += 1;
    if (asked === 3) await asProvisioner(mesh, (stores) => stores.streams.delete("guest"));
    return nats.provision(...given);
  };
  const there = await mesh.up({ store: { provision } });
  expect(errorsOf(there.result)).toEqual([]);
  expect(provisionedIn(there)).toEqual(['hub: stream "bills" made']);
  expect(asked).toBeGreaterThanOrEqual(3);
});
