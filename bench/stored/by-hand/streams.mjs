/** Makes the streams, the mirror and the durable consumers of the hand-written mesh through JetStream's API. */
import { jetstreamManager } from "@nats-io/jetstream";
import { connect, nanos } from "@nats-io/transport-node";

const day = 24 * 60 * 60 * 1_000;
const bounds = { storage: "file", num_replicas: 1, max_age: nanos(7 * day), max_bytes: 2 ** 30 };
const atCore = { ...bounds, placement: { cluster: "core" } };
const atWest = { ...bounds, placement: { cluster: "west" } };

const streams = [
  { name: "ORDERS", subjects: ["orders.*"], ...atCore },
  { name: "STOCK", subjects: ["stock.moved"], ...atCore },
  { name: "SALES", subjects: ["sales.recorded"], ...atCore },
  { name: "PRICES", subjects: ["prices.set"], ...atCore },
  { name: "ORDERS_WEST", mirror: { name: "ORDERS" }, ...atWest },
];

const durable = { ack_policy: "explicit", deliver_policy: "new" };
const consumers = [
  ["ORDERS_WEST", { durable_name: "books", filter_subject: "orders.created", ...durable }],
  ["STOCK", { durable_name: "packers", ...durable }],
  ["SALES", { durable_name: "ledger", ...durable }],
  ["PRICES", { durable_name: "display", ...durable }],
];

/** Makes all of them at a hub; throws while the hubs have not agreed on who leads them. */
export async function makeStreams(server) {
  const connection = await connect({ servers: server, user: "administrator", pass: "bench-administrator" });
  try {
    const manager = await jetstreamManager(connection);
    for (const stream of streams) await manager.streams.add(stream);
    for (const [stream, consumer] of consumers) await manager.consumers.add(stream, consumer);
  } finally {
    await connection.close();
  }
}
