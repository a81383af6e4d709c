import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { expect, test } from "vitest";
import { appliedMesh, changesOf, told } from "./applied-mesh.ts";
import { inspector } from "./inspector.ts";

type Mesh = Awaited<ReturnType<typeof appliedMesh>>;

const stored = ({ domain = true, books = true } = {}) => `
apiVersion: meshc/v1
mesh: { name: stored }
teams: { sales: {} }
environments: { here: { platform: local } }
brokers: { hub: { environment: here, engine: nats, storage: 1Gi } }
domains:
  notes: { owner: sales, topic: notes, events: { taken: {} } }
${domain ? "  orders: { owner: sales, topic: orders, delivery: at-least-once, events: { placed: {} } }" : ""}
applications:
  clerk: { team: sales, broker: hub, publish: [notes.taken] }
  reader: { team: sales, broker: hub, subscribe: [notes.taken] }
${domain ? "  till: { team: sales, broker: hub, publish: [orders.placed] }" : ""}
${domain ? "  ledger: { team: sales, broker: hub, subscribe: [orders.placed], durable: true }" : ""}
${domain && books ? "  books: { team: sales, broker: hub, subscribe: [orders.placed], durable: true }" : ""}
`;

async function publish(mesh: Mesh, count: number): Promise<void> {
  const till = await mesh.client("till", "hub-0");
  for (let each = 0; each < count; each++) await jetstream(till).publish("orders.placed", `${each}`);
  await till.close();
}

async function read(mesh: Mesh, application: string): Promise<number> {
  const client = await mesh.client(application, "hub-0");
  const consumer = await jetstream(client).consumers.get("orders", application);
  let count = 0;
  for await (const message of await consumer.fetch({ max_messages: 50, expires: 1_000 })) {
    await message.ackAck();
    count++;
  }
  await client.close();
  return count;
}

/** Streams at the hub, and consumers of `orders`, asked of the broker. */
async function inside(mesh: Mesh): Promise<readonly string[]> {
  const { running } = await mesh.running();
  const client = await inspector(running, "hub-0");
  const manager = await jetstreamManager(client, { checkAPI: false });
  const found: string[] = [];
  for await (const stream of manager.streams.names()) {
    found.push(stream);
    for await (const { name } of manager.consumers.list(stream)) found.push(`${stream} ${name}`);
  }
  await client.close();
  return found.toSorted();
}

test("who reads by a durable and leaves is drained: kept until all is read, then removed", async () => {
  const mesh = await appliedMesh({ manifest: stored() });
  await mesh.applied();
  await publish(mesh, 3);
  expect(await inside(mesh)).toEqual(["orders", "orders books", "orders ledger"]);

  mesh.write(stored({ books: false }));
  expect(changesOf(await mesh.plan()).filter((each) => /drain|remove/.test(each))).not.toEqual([]);
  const { result } = await mesh.apply();
  expect(told(result.diagnostics, "error")).toEqual([]);
  expect(told(result.diagnostics, "warning")).toEqual([
    'MESH5707 application "books" is not in the manifest any more and stays until it is read: 3 events wait for books in "orders" at hub',
  ]);
  expect(result).toMatchObject({ ok: true, value: { held: [{ name: "books", events: 3 }] } });
  expect(await inside(mesh)).toEqual(["orders", "orders books", "orders ledger"]);

  expect(await read(mesh, "books")).toBe(3);
  const report = await mesh.applied();
  expect(report.held).toEqual([]);
  expect(await inside(mesh)).toEqual(["orders", "orders ledger"]);
  expect(changesOf(await mesh.plan())).toEqual([]);
  await expect(mesh.client("books", "hub-0")).rejects.toThrow(/authorization/i);
});

test("a stored domain that leaves takes in nothing more, and goes with its stream once its readers have read", async () => {
  const mesh = await appliedMesh({ manifest: stored() });
  await mesh.applied();
  await publish(mesh, 2);
  mesh.write(stored({ domain: false }));
  const { result } = await mesh.apply();
  expect(told(result.diagnostics, "error")).toEqual([]);
  expect(told(result.diagnostics, "warning").join("\n")).toContain("2 events wait");
  await expect(publish(mesh, 1)).rejects.toThrow();
  expect(await read(mesh, "books")).toBe(2);
  expect(await read(mesh, "ledger")).toBe(2);
  expect((await mesh.applied()).held).toEqual([]);
  expect(await inside(mesh)).toEqual([]);
  expect(changesOf(await mesh.plan())).toEqual([]);
});

test("what may be lost by name is removed at once, and nothing else", async () => {
  const mesh = await appliedMesh({ manifest: stored() });
  await mesh.applied();
  await publish(mesh, 2);
  mesh.write(stored({ books: false }));
  await mesh.applied({ mayLose: ["books"] });
  expect(await inside(mesh)).toEqual(["orders", "orders ledger"]);
  expect(await read(mesh, "ledger")).toBe(2);
  expect(changesOf(await mesh.plan())).toEqual([]);
});
