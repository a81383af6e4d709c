import type { Json } from "../../compiler/model/json.ts";
import type { Watch } from "./watch.ts";

/** A mesh that is changed, and who is connected to it meanwhile. */
export interface Base {
  /** Its manifest, its first broker on so many instances. */
  manifest(instances: number): { readonly [key: string]: Json };
  readonly watches: readonly Watch[];
}

const nats = { environment: "here", engine: "nats" };
const orders = { owner: "one", topic: "orders", events: { placed: {}, paid: {} } };
const kept = {
  ...orders,
  events: { placed: {}, paid: {}, voided: {} },
  delivery: "at-least-once",
  retention: { age: "1h", messages: 100_000, size: "16Mi" },
};
const stock = { owner: "one", topic: "stock", events: { low: {}, out: {} } };
const at = (broker: string, rest: { readonly [key: string]: Json }) => ({ team: "one", broker, ...rest });

function mesh(brokers: Json, domains: Json, applications: Json): { readonly [key: string]: Json } {
  return {
    apiVersion: "meshc/v1",
    mesh: { name: "changed" },
    teams: { one: {} },
    environments: { here: { platform: "local" } },
    brokers,
    domains,
    applications,
  };
}

const till = (broker: string) => at(broker, { publish: ["orders.placed"] });
const board = (broker: string) => at(broker, { subscribe: ["orders.placed"] });

/** Meshes to be changed, by name. */
export const bases: Readonly<Record<string, Base>> = {
  "one broker": {
    manifest: (replicas) =>
      mesh(
        { core: { ...nats, replicas } },
        { orders, stock },
        { till: till("core"), board: board("core"), extra: at("core", { subscribe: ["stock.low"] }) },
      ),
    watches: [
      { application: "till", broker: "core", by: "nats", publishes: "orders/placed" },
      { application: "board", broker: "core", instance: 1, by: "nats", hears: "orders/placed" },
      { application: "extra", broker: "core", instance: 2, by: "nats" },
    ],
  },
  "a broker that stores": {
    manifest: (replicas) =>
      mesh(
        { core: { ...nats, replicas, storage: { size: "64Mi" } } },
        { orders: kept, stock },
        {
          till: till("core"),
          cashier: at("core", { publish: ["orders.paid"] }),
          books: at("core", { subscribe: [{ event: "orders.placed", backoff: ["1s"] }], durable: true }),
          sleeper: at("core", { subscribe: ["orders.placed", "orders.voided"], durable: true }),
        },
      ),
    watches: [
      { application: "till", broker: "core", by: "nats", publishes: "orders/placed", stored: true },
      { application: "cashier", broker: "core", by: "nats", publishes: "orders/paid", stored: true },
      {
        application: "books",
        broker: "core",
        instance: 1,
        by: "nats",
        reads: { topic: "orders/placed", stream: "orders", durable: "books__placed" },
      },
    ],
  },
  "two hubs": {
    manifest: (replicas) =>
      mesh(
        { core: { ...nats, role: "hub", replicas }, west: { ...nats, role: "hub" } },
        { orders, stock },
        { till: till("core"), board: board("west") },
      ),
    watches: [
      { application: "till", broker: "core", by: "nats", publishes: "orders/placed" },
      { application: "board", broker: "west", by: "nats", hears: "orders/placed" },
    ],
  },
  "a hub that stores nothing": {
    // Of the two hubs beside the home, the first takes part in what is agreed on.
    manifest: (replicas) =>
      mesh(
        {
          zone: { ...nats, role: "hub", replicas },
          core: { ...nats, role: "hub", storage: { size: "64Mi" } },
          voter: { ...nats, role: "hub" },
        },
        { orders: { ...kept, home: "core" }, stock },
        {
          till: till("zone"),
          books: at("zone", { subscribe: [{ event: "orders.placed", backoff: ["1s"] }], durable: true }),
        },
      ),
    watches: [
      { application: "till", broker: "zone", by: "nats", publishes: "orders/placed", stored: true },
      {
        application: "books",
        broker: "zone",
        by: "nats",
        reads: { topic: "orders/placed", stream: "orders", durable: "books__placed", anew: true },
      },
    ],
  },
  "an edge at a hub": {
    manifest: (replicas) =>
      mesh(
        {
          core: { ...nats, role: "hub", replicas },
          west: { ...nats, role: "hub" },
          site: { ...nats, role: "edge", uplink: ["core"] },
          other: { ...nats, role: "edge", uplink: ["west"] },
        },
        { orders, stock },
        {
          till: till("core"),
          board: board("site"),
          oven: at("site", { publish: ["stock.low"] }),
          clerk: at("core", { subscribe: ["stock.low"] }),
          far: board("other"),
        },
      ),
    watches: [
      { application: "till", broker: "core", by: "nats", publishes: "orders/placed" },
      { application: "board", broker: "site", by: "nats", hears: "orders/placed" },
      { application: "oven", broker: "site", by: "nats", publishes: "stock/low" },
      { application: "clerk", broker: "core", instance: 1, by: "nats", hears: "stock/low" },
    ],
  },
  "an edge of several": {
    manifest: (replicas) =>
      mesh(
        {
          site: { ...nats, role: "edge", replicas, uplink: ["core"] },
          core: { ...nats, role: "hub" },
          west: { ...nats, role: "hub" },
        },
        { orders, stock },
        { till: till("core"), board: board("site"), far: board("west") },
      ),
    watches: [
      { application: "till", broker: "core", by: "nats", publishes: "orders/placed" },
      { application: "board", broker: "site", by: "nats", hears: "orders/placed" },
    ],
  },
  "MQTT at a broker": {
    manifest: (replicas) =>
      mesh(
        { core: { ...nats, replicas, storage: { size: "64Mi" } } },
        { orders, stock },
        {
          till: till("core"),
          board: board("core"),
          lamp: at("core", { protocol: "mqtt", subscribe: ["orders.placed"] }),
          switch: at("core", { protocol: "mqtt", publish: ["stock.low"] }),
        },
      ),
    watches: [
      { application: "till", broker: "core", by: "nats", publishes: "orders/placed" },
      { application: "board", broker: "core", by: "nats", hears: "orders/placed" },
      { application: "lamp", broker: "core", by: "mqtt", hears: "orders/placed" },
      { application: "switch", broker: "core", by: "mqtt", publishes: "stock/low" },
    ],
  },
  "a Mosquitto": {
    manifest: () =>
      mesh(
        { plant: { environment: "here", engine: "mosquitto" } },
        { orders, stock },
        { till: till("plant"), board: board("plant"), extra: at("plant", { subscribe: ["stock.low"] }) },
      ),
    watches: [
      { application: "till", broker: "plant", by: "mosquitto", publishes: "orders/placed" },
      { application: "board", broker: "plant", by: "mosquitto", hears: "orders/placed" },
      { application: "extra", broker: "plant", by: "mosquitto" },
    ],
  },
  "a Mosquitto that limits QoS": {
    manifest: () =>
      mesh(
        { plant: { environment: "here", engine: "mosquitto", settings: { max_qos: 1 } } },
        { orders, stock },
        { till: till("plant"), board: board("plant") },
      ),
    watches: [
      { application: "till", broker: "plant", by: "mosquitto", publishes: "orders/placed" },
      { application: "board", broker: "plant", by: "mosquitto", hears: "orders/placed" },
    ],
  },
  "a Mosquitto at a hub": {
    manifest: () =>
      mesh(
        {
          core: { ...nats, role: "hub" },
          west: { ...nats, role: "hub" },
          plant: { environment: "here", engine: "mosquitto", role: "edge", uplink: ["core"] },
        },
        { orders, stock },
        {
          till: at("core", { publish: ["orders.placed", "orders.paid"] }),
          board: board("plant"),
          far: board("west"),
        },
      ),
    watches: [
      { application: "till", broker: "core", by: "nats", publishes: "orders/placed" },
      { application: "board", broker: "plant", by: "mosquitto", hears: "orders/placed" },
    ],
  },
  "a Mosquitto below a hub that stores": {
    manifest: () =>
      mesh(
        {
          core: { ...nats, role: "hub", storage: { size: "64Mi" } },
          plant: { environment: "here", engine: "mosquitto", role: "edge", uplink: ["core"] },
        },
        { orders: kept, stock },
        { till: at("core", { publish: ["orders.placed", "orders.voided"] }), board: board("plant") },
      ),
    watches: [
      { application: "till", broker: "core", by: "nats", publishes: "orders/placed", stored: true },
      { application: "board", broker: "plant", by: "mosquitto", hears: "orders/placed" },
    ],
  },
};
