import { jetstream } from "@nats-io/jetstream";
import { expect, test } from "vitest";
import { type AppliedMesh, appliedMesh, changesOf } from "./applied-mesh.ts";

const shop = `
apiVersion: meshc/v1
mesh: { name: shop }
teams: { sales: {} }
environments: { here: { platform: local } }
brokers: { hub: { environment: here, engine: nats, storage: 1Gi } }
domains:
  orders:
    owner: sales
    topic: retail/orders
    delivery: at-least-once
    events: { placed: {} }
applications:
  till: { team: sales, broker: hub, publish: [orders.placed] }
  billing: { team: sales, broker: hub, subscribe: [orders.placed], durable: true }
`;

const processOf = async (mesh: AppliedMesh) => (await mesh.processes()).map(({ pid }) => pid);

/** Publishes numbers as the till, by the key that it was given under its first name, each acknowledged by the stream. */
async function publish(mesh: AppliedMesh, from: number, to: number): Promise<void> {
  const client = await mesh.client("till", "hub-0");
  const stream = jetstream(client);
  for (let number = from; number <= to; number++)
    await stream.publish("retail.orders.placed", String(number));
  await client.close();
}

/** Reads some events as the reader, whatever it is called, by its first place, and acknowledges them. */
async function read(mesh: AppliedMesh, count: number): Promise<readonly number[]> {
  const client = await mesh.client("billing", "hub-0");
  const consumer = await jetstream(client).consumers.get("orders", "billing");
  const found: number[] = [];
  for await (const message of await consumer.fetch({ max_messages: count, expires: 5_000 })) {
    found.push(Number(message.string()));
    await message.ackAck();
  }
  await client.close();
  return found;
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

test("an application that is renamed reads on where it was, logs in as before, and nothing is touched", async () => {
  const mesh = await appliedMesh({ manifest: shop });
  await mesh.applied();
  await publish(mesh, 1, 20);
  expect(await read(mesh, 10)).toEqual(numbers(1, 10));
  const before = await processOf(mesh);

  mesh.edit("  billing: { team", "  invoicing: { renamedFrom: billing, team");
  expect(changesOf(await mesh.plan())).toEqual(["here application invoicing rename NONE"]);
  const { touched } = await mesh.apply();
  expect(touched).toEqual([]);
  expect(await processOf(mesh)).toEqual(before);
  expect(changesOf(await mesh.plan())).toEqual([]);
  expect(await read(mesh, 10)).toEqual(numbers(11, 20));

  mesh.edit("  invoicing: { renamedFrom", "  ledger: { renamedFrom");
  expect(changesOf(await mesh.plan())).toEqual(["here application ledger rename NONE"]);
  await mesh.applied();
  expect((await mesh.verify()).ok).toBe(true);
});

test("a mesh whose every entry is renamed keeps its events, its places and its processes", async () => {
  const mesh = await appliedMesh({ manifest: shop });
  await mesh.applied();
  await publish(mesh, 1, 20);
  expect(await read(mesh, 10)).toEqual(numbers(1, 10));
  const before = await processOf(mesh);

  mesh.write(renamed);
  mesh.movePorts("hub", "centre");
  expect(changesOf(await mesh.plan())).toEqual([
    " access team trade rename NONE",
    "here broker centre rename NONE",
    "here domain sales rename NONE",
    "here domain sales rename NONE",
    "here application invoicing rename NONE",
    "here application shop rename NONE",
  ]);
  const { touched } = await mesh.apply();
  expect(touched).toEqual([]);
  expect(await processOf(mesh)).toEqual(before);
  expect(changesOf(await mesh.plan())).toEqual([]);
  await publish(mesh, 21, 30);
  expect(await read(mesh, 20)).toEqual(numbers(11, 30));
  expect((await mesh.verify()).ok).toBe(true);
});

const renamed = `
apiVersion: meshc/v1
mesh: { name: shop }
teams: { trade: { renamedFrom: sales } }
environments: { here: { platform: local } }
brokers: { centre: { renamedFrom: hub, environment: here, engine: nats, storage: 1Gi } }
domains:
  sales:
    renamedFrom: orders
    owner: trade
    topic: retail/orders
    delivery: at-least-once
    events: { sold: { renamedFrom: placed } }
applications:
  shop: { renamedFrom: till, team: trade, broker: centre, publish: [sales.sold] }
  invoicing: { renamedFrom: billing, team: trade, broker: centre, subscribe: [sales.sold], durable: true }
`;

test("a rename that is not said by the first name, or is unsaid again, is refused", async () => {
  const mesh = await appliedMesh({ manifest: shop });
  await mesh.applied();
  mesh.edit("  billing: { team", "  invoicing: { renamedFrom: billing, team");
  await mesh.applied();
  const refused = async () => (await mesh.plan()).plan.refused.map(({ name, why }) => `${name}: ${why}`);

  mesh.edit("  invoicing: { renamedFrom: billing, team", "  ledger: { renamedFrom: invoicing, team");
  expect((await refused())[0]).toMatch(/^ledger: .*write `renamedFrom: billing`, its first name/);
  mesh.edit("  ledger: { renamedFrom: invoicing, team", "  invoicing: { team");
  expect((await refused())[0]).toMatch(/^invoicing: .*put `renamedFrom: billing` back/);
  mesh.edit("  invoicing: { team", "  billing: { team");
  expect(changesOf(await mesh.plan())).toEqual(["here application billing rename NONE"]);
});
