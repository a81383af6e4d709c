import { jetstream } from "@nats-io/jetstream";
import { connect, nkeyAuthenticator } from "@nats-io/transport-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verify } from "../../../deploy/verify/verify.ts";
import { natsLive } from "../../nats/nats-live.ts";
import { until } from "../../nats/until.ts";
import { failuresOf } from "../../verify/fault.ts";
import { type LiveMesh, startLiveMesh } from "../../verify/live-mesh.ts";

const nats = await natsLive();

const told = { event: "orders.placed", maxDeliver: 3, deadLetter: true };
let mesh: LiveMesh;

beforeAll(async () => {
  mesh = await startLiveMesh({
    mesh: { name: "shop" },
    teams: { t: {} },
    environments: { office: { platform: "local" }, till: { platform: "local", dialable: false } },
    defaults: { applications: { team: "t" }, brokers: { engine: "nats" } },
    brokers: {
      core: { environment: "office", storage: "1Gi" },
      site: { environment: "till", uplink: "core" },
    },
    domains: {
      orders: {
        owner: "t",
        topic: "orders",
        delivery: "at-least-once",
        events: {
          placed: { topic: "{shop}/placed" },
          paid: { topic: "{shop}/paid", key: "shop", order: "key" },
        },
      },
    },
    applications: {
      till: { broker: "site", publish: ["orders.*"] },
      billing: { broker: "core", durable: true, subscribe: [told, "orders.paid"] },
      packer: { broker: "site", group: "workers", subscribe: [told] },
      books: { broker: "core", durable: true, subscribe: ["orders.placed"] },
    },
  });
});

afterAll(() => mesh.stop());

test("who gives an event up is told, and nothing of the probes is left to anybody", async () => {
  for (let run = 0; run < 2; run++) {
    const report = await verify(mesh.ground, { rights: true });
    expect(failuresOf(report)).toEqual([]);
    expect(report.deadLetters).toEqual([
      { application: "billing", event: "orders.placed", stream: "orders__dead", verdict: "ok" },
      { application: "packer", event: "orders.placed", stream: "orders__dead", verdict: "ok" },
    ]);
  }
});

test("an event that waits where deliveries are counted is left alone, and told of", async () => {
  const till = await loggedIn("till", "site-0");
  await till.publish("orders.oslo.placed", new TextEncoder().encode("an order"), { stored: true });
  await till.close();
  const report = await verify(mesh.ground, { rights: true });
  const placed = report.flows.filter(({ event }) => event === "orders.placed");
  expect(new Set(placed.map(({ verdict }) => verdict))).toEqual(new Set(["failed"]));
  expect(placed[0]?.why).toMatch(
    /^it is not tried, since an event waits at durable (billing|group_workers)__placed of orders/,
  );
  expect(report.flows.filter(({ event, verdict }) => event !== "orders.placed" && verdict !== "ok")).toEqual(
    [],
  );
  for (const [application, instance, consumer] of [
    ["billing", "core-0", "billing__placed"],
    ["packer", "site-0", "group_workers__placed"],
  ] as const)
    expect(await deliveriesOf(application, instance, consumer)).toBe(1);
  expect(await deliveriesOf("books", "core-0", "books")).toBeGreaterThan(0);
  expect(failuresOf(await verify(mesh.ground, { rights: false }))).toEqual([]);
});

async function loggedIn(application: string, instance: string) {
  return nats.connect(
    { host: "127.0.0.1", port: mesh.port(instance, "nats") },
    { seed: mesh.key(`application.${application}`).seed, inboxPrefix: `_INBOX_${application}` },
  );
}

/** How often the waiting order has been delivered once its application takes it in, and all else that waits there. */
async function deliveriesOf(application: string, instance: string, consumer: string) {
  const connection = await connect({
    servers: `127.0.0.1:${mesh.port(instance, "nats")}`,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(mesh.key(`application.${application}`).seed)),
    inboxPrefix: `_INBOX_${application}`,
  });
  const options = instance.startsWith("site") ? { domain: "hub" } : {};
  const found = await jetstream(connection, options).consumers.get("orders", consumer);
  let deliveries = 0;
  for await (const message of await found.fetch({ max_messages: 100, expires: 1_000 })) {
    if (message.string() === "an order") deliveries = message.info.deliveryCount;
    await message.ackAck();
  }
  await connection.close();
  return deliveries;
}

test("where a link does not let dead letters through, verify says whose", async () => {
  const subject = '"$JS.hub.API.CONSUMER.MSG.NEXT.orders__dead.group_workers__placed", ';
  mesh.edit("core-0", "users.conf", (text) => text.replace(subject, ""));
  expect(await mesh.restart("core-0")).toBe(true);
  const report = await verify(mesh.ground, { rights: false });
  expect(report.ok).toBe(false);
  const [billing, packer] = report.deadLetters ?? [];
  expect(billing?.verdict).toBe("ok");
  expect(packer).toMatchObject({ application: "packer", verdict: "failed" });
  expect(packer?.why).toMatch(/was given up at site-0, and in durable group_workers__placed of orders__dead/);
  await mesh.restore();
});

test("an event that waits for an application keeps its deliveries, however often verify tries", async () => {
  const login = (name: string) =>
    nats.connect(
      { host: "127.0.0.1", port: mesh.port("core-0", "nats") },
      { seed: mesh.key(`application.${name}`).seed, inboxPrefix: `_INBOX_${name}` },
    );
  const port = { host: "127.0.0.1", port: mesh.port("site-0", "nats") };
  const till = await nats.connect(port, {
    seed: mesh.key("application.till").seed,
    inboxPrefix: "_INBOX_till",
  });
  const payload = new TextEncoder().encode("an order");
  expect(await till.publish("orders.oslo.placed", payload, { stored: true })).toEqual({
    storedBy: ["orders"],
    knownTo: [],
  });
  await till.close();
  const from = {
    stream: "orders",
    consumer: "billing__placed",
    lookUp: "",
    request: "",
    acknowledge: "",
  };
  const probe = await login("billing");
  await probe.read(from, () => "leave");
  // Longer than it takes to be given back three times one after the other.
  await new Promise((done) => setTimeout(done, 11_000));
  await probe.close();
  const billing = await login("billing");
  const { received } = await billing.read(from, () => "take");
  expect(await until(async () => received.length === 1, 5_000)).toBe(true);
  await billing.close();
});
