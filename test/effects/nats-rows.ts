import type { Json } from "../../compiler/model/json.ts";
import { natsSettingRows } from "./nats-setting-rows.ts";
import { both, type EffectRow, there } from "./row.ts";

const engine = "nats";
const one = "one broker";
const stores = "a broker that stores";
const hubs = "two hubs";
const storeless = "a hub that stores nothing";
const edge = "an edge at a hub";
const edges = "an edge of several";
const mqtt = "MQTT at a broker";

const core = (patch: Json): Json => ({ brokers: { core: patch } });
const applications = (patch: Json): Json => ({ applications: patch });
const orders = (patch: Json): Json => ({ domains: { orders: patch } });

const reload = both("RELOAD");
const interrupts = both("INTERRUPTS");
const rolling = both("ROLLING RESTART");

/** Who may do what, and how many there are. */
const access: readonly EffectRow[] = [
  {
    engine,
    what: "an application more",
    base: one,
    patch: applications({ more: { team: "one", broker: "core", subscribe: ["orders.placed"] } }),
    one: reload,
    three: reload,
  },
  {
    engine,
    what: "an application more at a hub that stores nothing",
    base: storeless,
    patch: applications({ more: { team: "one", broker: "zone", subscribe: ["stock.low"] } }),
    one: reload,
    three: reload,
  },
  {
    engine,
    what: "a right more of an application",
    base: one,
    patch: applications({ till: { publish: ["orders.placed", "orders.paid"] } }),
    one: reload,
    three: reload,
  },
  {
    engine,
    what: "a right more of a link",
    base: edge,
    patch: applications({ board: { subscribe: ["orders.placed", "stock.low"] } }),
    one: interrupts,
    three: interrupts,
  },
  {
    engine,
    what: "a right more of an MQTT client",
    base: mqtt,
    patch: applications({ lamp: { subscribe: ["orders.placed", "orders.paid"] } }),
    one: interrupts,
  },
  {
    engine,
    what: "an MQTT client more",
    base: mqtt,
    patch: applications({ more: { team: "one", broker: "core", protocol: "mqtt", publish: ["stock.low"] } }),
    one: reload,
  },
  {
    engine,
    what: "the protocol that an application speaks",
    base: mqtt,
    patch: applications({ board: { protocol: "mqtt" } }),
    one: there("INTERRUPTS"),
  },
];

/** What the broker is: its instances, its listeners, its program. */
const brokers: readonly EffectRow[] = [
  {
    engine,
    what: "the port for clients",
    base: one,
    moves: { core: "nats" },
    one: interrupts,
    three: rolling,
  },
  {
    engine,
    what: "the port for operators",
    base: one,
    moves: { core: "management" },
    one: interrupts,
    three: rolling,
  },
  { engine, what: "one instance or three", base: one, patch: core({ replicas: 3 }), one: interrupts },
  { engine, what: "three instances or four", base: one, patch: core({ replicas: 4 }), three: reload },
  { engine, what: "TLS", base: one, tls: true, one: interrupts, three: interrupts },
  {
    engine,
    what: "the first MQTT client",
    base: stores,
    patch: applications({ lamp: { team: "one", broker: "core", protocol: "mqtt", publish: ["stock.low"] } }),
    one: interrupts,
    three: rolling,
  },
  {
    engine,
    what: "the next minor version",
    base: stores,
    program: "2.15.1",
    versions: ["2.12"],
    one: interrupts,
    three: rolling,
  },
];

/** Links between brokers. */
const links: readonly EffectRow[] = [
  {
    engine,
    what: "a hub more",
    base: hubs,
    patch: { brokers: { asia: { environment: "here", engine, role: "hub" } } },
    one: interrupts,
  },
  {
    engine,
    what: "an edge more at a hub that has some",
    base: edge,
    patch: { brokers: { third: { environment: "here", engine, role: "edge", uplink: ["core"] } } },
    one: reload,
  },
  {
    engine,
    what: "the first edge at a hub",
    base: hubs,
    patch: { brokers: { third: { environment: "here", engine, role: "edge", uplink: ["core"] } } },
    one: interrupts,
  },
  {
    engine,
    what: "a standby of an uplink",
    base: edge,
    patch: { brokers: { site: { uplink: ["core", "west"] } } },
    one: interrupts,
  },
  {
    engine,
    what: "the target of an uplink",
    base: edges,
    patch: { brokers: { site: { uplink: ["west"] } } },
    one: interrupts,
    three: both({ "2.10": "ROLLING RESTART", "2.14": "INTERRUPTS" }),
  },
];

/** What brokers store. */
const storing: readonly EffectRow[] = [
  {
    engine,
    what: "more room for events",
    base: stores,
    patch: core({ storage: { size: "128Mi" } }),
    one: { there: { "2.10": "INTERRUPTS", "2.12": "RELOAD" }, back: "INTERRUPTS" },
    three: { there: { "2.10": "ROLLING RESTART", "2.12": "RELOAD" }, back: "ROLLING RESTART" },
  },
  {
    engine,
    what: "storage where there was none",
    base: one,
    patch: core({ storage: { size: "64Mi" } }),
    one: interrupts,
    three: rolling,
  },
  {
    engine,
    what: "a retention that is longer",
    base: stores,
    patch: orders({ retention: { age: "2h", messages: 200_000, size: "32Mi" } }),
    one: there("NONE"),
    three: there("NONE"),
  },
  {
    engine,
    what: "a retention that is shorter",
    base: stores,
    patch: orders({ retention: { age: "1s" } }),
    one: there("DATA LOSS"),
  },
  {
    engine,
    what: "a retention of fewer events",
    base: stores,
    patch: orders({ retention: { messages: 3 } }),
    one: there("DATA LOSS"),
    three: there("DATA LOSS"),
  },
  {
    engine,
    what: "a retention of less room",
    base: stores,
    patch: orders({ retention: { size: "1Ki" } }),
    one: there("DATA LOSS"),
  },
  {
    engine,
    what: "an event more in a domain that is stored",
    base: stores,
    patch: orders({ events: { lost: {} } }),
    one: both("NONE"),
  },
  {
    engine,
    what: "a durable reader more",
    base: stores,
    patch: applications({
      more: { team: "one", broker: "core", subscribe: ["orders.placed"], durable: true },
    }),
    one: reload,
    three: reload,
  },
  {
    engine,
    what: "one more event that a durable reader reads",
    base: stores,
    patch: applications({ sleeper: { subscribe: ["orders.placed", "orders.voided", "orders.paid"] } }),
    one: there("NONE"),
  },
  {
    engine,
    what: "one event less that a durable reader reads",
    base: stores,
    patch: applications({ sleeper: { subscribe: ["orders.voided"] } }),
    one: there("DATA LOSS"),
    three: there("DATA LOSS"),
  },
  {
    engine,
    what: "how often, and after which pauses, an event is delivered",
    base: stores,
    patch: applications({
      books: { subscribe: [{ event: "orders.placed", maxDeliver: 4, backoff: ["2s", "4s"] }] },
    }),
    one: both("NONE"),
  },
  {
    engine,
    what: "that a reader is told of what is given up",
    base: stores,
    patch: applications({
      books: { subscribe: [{ event: "orders.placed", deadLetter: true, backoff: ["1s"] }] },
    }),
    one: there("RELOAD"),
  },
  {
    engine,
    what: "terms of its own of an event",
    base: stores,
    patch: orders({ events: { paid: { retention: { age: "3h" } } } }),
    one: there("INTERRUPTS"),
  },
  {
    engine,
    what: "terms of its own of an event of which some wait",
    base: stores,
    patch: orders({ events: { placed: { retention: { age: "3h" } } } }),
    one: there("DATA LOSS"),
  },
];

/** Changes of several kinds at once: one part that a reload refuses makes it a restart. */
const mixed: readonly EffectRow[] = [
  {
    engine,
    what: "an application more with a setting that a reload refuses",
    base: one,
    patch: {
      brokers: { core: { settings: { max_pending: "32MB" } } },
      applications: { more: { team: "one", broker: "core", subscribe: ["orders.placed"] } },
    },
    one: interrupts,
    three: rolling,
  },
  {
    engine,
    what: "the target of an uplink with an application more at the edge",
    base: edges,
    patch: {
      brokers: { site: { uplink: ["west"] } },
      applications: { more: { team: "one", broker: "site", subscribe: ["orders.placed"] } },
    },
    one: interrupts,
  },
];

/** What changes of NATS brokers do. */
export const natsRows: readonly EffectRow[] = [
  ...access,
  ...brokers,
  ...links,
  ...storing,
  ...mixed,
  ...natsSettingRows,
];
