import { AckPolicy, DiscardPolicy } from "@nats-io/jetstream";
import { pause } from "../nats/until.ts";
import type { Fault } from "./fault.ts";
import type { LiveMesh } from "./live-mesh.ts";
import type { Sabotage } from "./sabotages.ts";
import { changedStream, remadeConsumer, remadeStream, type Stores, withStores } from "./stored-hands.ts";

/** Those that change a stream, or a copy of one, of `storedMesh`. */
export const streamSabotages: readonly Sabotage[] = [
  stored("a stream is deleted", refused("orders.placed", "shop", "billing"), (stores) =>
    stores.streams.delete("orders"),
  ),
  stored("a stream misses an event", refused("orders.cancelled", "shop", "refunds"), (stores) =>
    changedStream(stores, "orders", { subjects: ["retail.orders.placed"] }),
  ),
  stored(
    "a stream takes in an event that is not to be stored",
    {
      flow: ["alerts.raised", "shop", "dashboard"],
      why: /retail\.alerts\.raised .* is stored by stream "orders"/,
    },
    (stores) =>
      changedStream(stores, "orders", {
        subjects: ["retail.orders.placed", "retail.orders.cancelled", "retail.alerts.>"],
      }),
  ),
  stored(
    "a stream has another name",
    { flow: ["orders.placed", "till", "billing"], why: /durable billing of orders .*stream not found/ },
    async (stores) => {
      const { config } = await stores.streams.info("orders");
      await stores.streams.delete("orders");
      await stores.streams.add({ ...config, name: "orders-old" });
    },
  ),
  stored("a stream is sealed", refused("orders.placed", "till", "display"), (stores) =>
    changedStream(stores, "orders", { sealed: true }),
  ),
  stored("a stream takes nothing once it is full", refused("payments.booked", "cashier", "audit"), (stores) =>
    changedStream(stores, "payments", { max_msgs: 1, discard: DiscardPolicy.New }),
  ),
  stored("a stream acknowledges nothing", refused("payments.booked", "cashier", "audit"), (stores) =>
    changedStream(stores, "payments", { no_ack: true }),
  ),
  stored(
    "a stream keeps one event",
    { flow: ["payments.booked", "cashier", "audit"], why: /did not arrive at .*durable audit of payments/ },
    (stores) => changedStream(stores, "payments", { max_msgs: 1 }),
  ),
  stored(
    "a stream keeps one event of each address",
    { flow: ["orders.placed", "shop", "billing"], why: /did not arrive at .*durable billing of orders/ },
    (stores) => changedStream(stores, "orders", { max_msgs_per_subject: 1 }),
  ),
  stored(
    "a stream keeps events for a moment",
    { flow: ["orders.placed", "shop", "billing"], why: /did not arrive at .*durable billing of orders/ },
    (stores) => changedStream(stores, "orders", { max_age: 100_000_000, duplicate_window: 100_000_000 }),
  ),
  stored(
    "a stream forgets message ids at once",
    {
      flow: ["orders.placed", "shop", "billing"],
      why: /too often at durable billing of orders, .* twice under one message id/,
    },
    (stores) => changedStream(stores, "orders", { duplicate_window: 100_000_000 }),
  ),
  stored(
    "a stream stores an event under another address",
    {
      flow: ["orders.placed", "shop", "billing"],
      why: /retail\.orders\.placed .* arrived as retail\.orders\.cancelled at refunds/,
    },
    (stores) =>
      remadeStream(stores, "orders", {
        subject_transform: { src: "retail.orders.placed", dest: "retail.orders.cancelled" },
      }),
  ),
  stored(
    "a stream publishes what it stores once more",
    {
      flow: ["orders.placed", "shop", "billing"],
      why: /retail\.orders\.placed .* arrived as retail\.alerts\.raised at dashboard/,
    },
    (stores) =>
      changedStream(stores, "orders", {
        republish: { src: "retail.orders.placed", dest: "retail.alerts.raised" },
      }),
  ),
  stored(
    "a copy is deleted",
    { flow: ["orders.placed", "shop", "books"], why: /durable books of orders_at_west .*stream not found/ },
    (stores) => stores.streams.delete("orders_at_west"),
  ),
  stored(
    "a copy is one of another stream",
    { flow: ["orders.placed", "shop", "books"], why: /did not arrive at .*durable books of orders_at_west/ },
    (stores) => remadeStream(stores, "orders_at_west", { mirror: { name: "payments" } }),
  ),
  stored(
    "a copy misses an event",
    {
      flow: ["orders.cancelled", "shop", "books"],
      why: /did not arrive at .*durable books of orders_at_west/,
    },
    (stores) =>
      remadeStream(stores, "orders_at_west", {
        mirror: { name: "orders", filter_subject: "retail.orders.placed" },
      }),
  ),
];

/** Those that change a durable. */
export const consumerSabotages: readonly Sabotage[] = [
  stored(
    "a durable is deleted",
    { flow: ["orders.placed", "shop", "billing"], why: /durable billing of orders .*consumer not found/ },
    (stores) => stores.consumers.delete("orders", "billing"),
  ),
  stored(
    "a group's durable is deleted",
    {
      flow: ["orders.placed", "till", "packer"],
      why: /durable group_workers of orders .*consumer not found/,
    },
    (stores) => stores.consumers.delete("orders", "group_workers"),
  ),
  stored(
    "a durable reads another event",
    { flow: ["orders.placed", "till", "display"], why: /did not arrive at .*durable display of orders/ },
    (stores) => remadeConsumer(stores, "orders", "display", { filter_subject: "retail.orders.cancelled" }),
  ),
  stored(
    "a durable misses one of two events",
    {
      flow: ["orders.cancelled", "shop", "books"],
      why: /did not arrive at .*durable books of orders_at_west/,
    },
    (stores) => remadeConsumer(stores, "orders_at_west", "books", { filter_subject: "retail.orders.placed" }),
  ),
  stored(
    "two durables are swapped",
    { flow: ["orders.cancelled", "shop", "refunds"], why: /arrived as retail\.orders\.cancelled at billing/ },
    async (stores) => {
      await remadeConsumer(stores, "orders", "billing", { filter_subject: "retail.orders.cancelled" });
      await remadeConsumer(stores, "orders", "refunds", { filter_subject: "retail.orders.placed" });
    },
  ),
  stored(
    "a durable waits for no acknowledgement",
    { flow: ["orders.placed", "till", "display"], why: /durable display of orders .*acknowledges by none/ },
    (stores) => remadeConsumer(stores, "orders", "display", { ack_policy: AckPolicy.None }),
  ),
  stored(
    "a durable gives each event out once only",
    {
      flow: ["orders.placed", "shop", "billing"],
      why: /did not arrive at durable billing of orders, .*gave it back once/,
    },
    (stores) => remadeConsumer(stores, "orders", "billing", { max_deliver: 1 }),
  ),
  stored(
    "a durable is paused",
    { flow: ["orders.placed", "shop", "billing"], why: /did not arrive at .*durable billing of orders/ },
    (stores) => stores.consumers.pause("orders", "billing", new Date(Date.now() + 600_000)),
  ),
  stored(
    "a durable gives out no contents",
    { flow: ["orders.placed", "shop", "billing"], why: /did not arrive at .*durable billing of orders/ },
    (stores) => remadeConsumer(stores, "orders", "billing", { headers_only: true }),
  ),
  {
    name: "a durable is made anew while nobody reads by it, and loses its place",
    fault: {
      flow: ["orders.placed", "shop", "billing"],
      why: /did not arrive at durable billing of orders, for which it was sent while nobody read by it/,
    },
    commit: remadeWhileUnread,
  },
];

/**
 * Watches a durable until events wait for it and nobody does for them; then it is deleted and made anew, once. Three
 * messages are sent before anybody reads, one by each instance of a publisher; later six while nobody reads any more.
 */
async function remadeWhileUnread(mesh: LiveMesh): Promise<() => Promise<void>> {
  const stop = new AbortController();
  const watching = withStores(mesh, async (stores) => {
    while (!stop.signal.aborted) {
      const { num_pending: pending, num_waiting: waiting } = await stores.consumers.info("orders", "billing");
      if (pending > 5 && waiting === 0) return remadeConsumer(stores, "orders", "billing", {});
      await pause(20);
    }
  });
  return async () => {
    stop.abort();
    await watching;
  };
}

function refused(event: string, publisher: string, subscriber: string): Fault {
  return {
    flow: [event, publisher, subscriber],
    why: new RegExp(`refuses to take .* from ${publisher} \\(it was not acknowledged as stored`),
  };
}

function stored(name: string, fault: Fault, work: (stores: Stores) => Promise<unknown>): Sabotage {
  return {
    name,
    fault,
    commit: async (mesh: LiveMesh) => {
      await withStores(mesh, work);
      return undefined;
    },
  };
}
