import type { HandMade } from "./hand-made.ts";
import { base, board, longWay, orders, shop, variant } from "./hand-made.ts";

const stored = { delivery: "at-least-once" } as const;
const keeper = { ...board, durable: true };

function storing(terms: object, rest: object, events?: object): HandMade["mesh"] {
  return { ...orders({ ...stored, ...terms }, events), ...rest };
}

const kept = (classification: string, action: string, more: object = {}) => ({
  kept: { forbid: { classification, residency: "us", action: [action] }, ...more },
});

/** Meshes about stored events. */
export const aboutStored: readonly HandMade[] = [
  {
    name: "stored events are at home where their publishers attach, and a reader without a durable gets them directly",
    mesh: storing({}, {}),
    errors: [],
    homes: ["orders at paris"],
    flows: [longWay],
  },
  {
    name: "a durable reader gets stored events by way of their home, and has no right to the topic",
    mesh: storing({ home: "austin" }, { applications: { shop, board: { ...keeper, broker: "floor" } } }),
    errors: [],
    homes: ["orders at austin"],
    flows: ["orders.created shop>board: line floor paris austin paris floor"],
    allowed: ["application.shop@line publish retail/orders/zz-other/created"],
    denied: [
      "application.board@floor subscribe retail/orders/zz-other/created",
      "link.floor.uplink@paris subscribe retail/orders/zz-other/created",
    ],
    crossing: [
      "application.board@floor answers board reads orders board",
      "application.shop@line answers shop reads ",
      "link.floor.uplink@paris answers board shop reads orders board",
      "link.line.uplink@floor answers shop reads ",
    ],
  },
  {
    name: "a hub with storage is the home before one with publishers",
    mesh: storing({}, { brokers: { ...base.brokers, austin: { environment: "west", storage: "1Gi" } } }),
    errors: [],
    homes: ["orders at austin"],
  },
  {
    name: "a publisher counts once for a home, however many events it publishes",
    mesh: storing(
      {},
      {
        applications: {
          shop: { ...shop, broker: "paris", publish: ["orders.created", "orders.closed"] },
          mall: { ...shop, broker: "austin" },
        },
      },
    ),
    errors: [],
    homes: ["orders at austin"],
  },
  {
    name: "an event on terms of its own is stored by itself, one that is at-most-once nowhere",
    mesh: storing({}, {}, { closed: { retention: { age: "1d" } }, moved: { delivery: "at-most-once" } }),
    errors: [],
    homes: ["orders at paris", "orders_closed at austin"],
  },
  { name: "an edge is no home", mesh: storing({ home: "floor" }, {}), errors: ["home"] },
  {
    name: "a home is where the events may be",
    mesh: storing({ home: "austin", residency: ["eu"] }, { applications: { shop } }),
    errors: ["home"],
  },
  {
    name: "where no hub may store there is no home",
    mesh: storing({ residency: ["cn"] }, { applications: { idle: { team: "red", broker: "line" } } }),
    errors: ["home"],
  },
  {
    name: "what is published and cannot come home is not stored, though nobody reads it",
    mesh: storing(
      { residency: ["eu"] },
      {
        brokers: { ...base.brokers, floor: { environment: "plant", uplink: "austin" } },
        applications: { shop },
      },
    ),
    errors: ["notStored"],
  },
  {
    name: "a standby target that keeps what is published from its home is a warning",
    mesh: storing(
      { residency: ["eu"] },
      {
        brokers: { ...base.brokers, floor: { environment: "plant", uplink: ["paris", "austin"] } },
        applications: { shop },
      },
    ),
    errors: [],
    warnings: ["unreachable"],
    crossing: [
      "application.shop@line answers shop reads ",
      "link.floor.uplink@paris answers shop reads ",
      "link.line.uplink@floor answers shop reads ",
    ],
  },
  {
    name: "what is read by a durable crosses a link where it may, beside what may not",
    mesh: storing(
      { home: "paris" },
      {
        brokers: { ...base.brokers, floor: { environment: "plant", uplink: ["paris", "austin"] } },
        applications: {
          shop: { ...shop, broker: "paris", publish: ["orders.closed"] },
          board: { ...keeper, broker: "line", subscribe: ["orders.created", "orders.closed"] },
          log: { ...keeper, broker: "line", subscribe: ["orders.created"] },
        },
      },
      { closed: { residency: ["eu"] } },
    ),
    errors: [],
    warnings: ["unreachable"],
    homes: ["orders at paris", "orders_closed at paris"],
    flows: ["orders.closed shop>board: paris floor line"],
    crossing: [
      "application.board@line answers board reads orders board, orders_closed board",
      "application.log@line answers log reads orders log",
      "application.shop@paris answers shop reads ",
      "link.floor.uplink@austin answers board log reads orders board, orders log",
      "link.floor.uplink@paris answers board log reads orders board, orders log, orders_closed board",
      "link.line.uplink@floor answers board log reads orders board, orders log, orders_closed board",
    ],
  },
  {
    name: "who reads by a durable may have all that it reads, though nobody publishes it",
    mesh: storing(
      { home: "paris" },
      {
        brokers: { ...base.brokers, floor: { environment: "plant", uplink: "austin" } },
        applications: {
          shop: { ...shop, broker: "paris", publish: ["orders.created"] },
          board: { ...keeper, broker: "floor", subscribe: ["orders.created", "orders.closed"] },
        },
      },
      { closed: { residency: ["eu"] } },
    ),
    errors: ["outOfReach"],
  },
  {
    name: "a standby target that keeps what nobody publishes from a durable is a warning",
    mesh: storing(
      { home: "paris" },
      {
        brokers: { ...base.brokers, floor: { environment: "plant", uplink: ["paris", "austin"] } },
        applications: {
          shop: { ...shop, broker: "paris", publish: ["orders.created"] },
          board: { ...keeper, broker: "floor", subscribe: ["orders.created", "orders.closed"] },
        },
      },
      { closed: { residency: ["eu"] } },
    ),
    errors: [],
    warnings: ["unreachable"],
    flows: ["orders.created shop>board: paris floor"],
  },
  {
    name: "a group at several brokers reads by one durable, which crosses to each",
    mesh: storing(
      { home: "austin" },
      {
        applications: {
          board: { ...board, broker: "floor", group: "readers" },
          log: { ...board, broker: "paris", group: "readers" },
        },
      },
    ),
    errors: [],
    crossing: [
      "application.board@floor answers board reads orders group_readers",
      "application.log@paris answers log reads orders group_readers",
      "link.floor.uplink@paris answers board reads orders group_readers",
    ],
  },
  {
    name: "both ways of a stored event are hops",
    mesh: storing(
      {},
      { applications: { shop, board: { ...keeper, broker: "line" } }, policies: { near: { maxHops: 3 } } },
    ),
    errors: ["maxHops"],
  },
  {
    name: "a durable without stored events is refused",
    mesh: variant({ applications: { board: keeper } }),
    errors: ["storesNothing"],
  },
  {
    name: "a retention without stored events is refused",
    mesh: orders({ retention: { age: "1d" } }),
    errors: ["storesNothing"],
  },
  {
    name: "members of a group read the same of what is stored together",
    mesh: storing(
      {},
      {
        applications: {
          board: { ...board, group: "readers" },
          log: { ...board, broker: "paris", subscribe: ["orders.*"], group: "readers" },
        },
      },
    ),
    errors: ["unlikeGroup"],
  },
  {
    name: "a durable does not read one event by two subscriptions",
    mesh: storing(
      {},
      {
        applications: {
          board: {
            ...keeper,
            subscribe: ["region", "to"].map((key) => ({ event: "orders.moved", where: { [key]: "s1" } })),
          },
        },
      },
      { moved: { topic: "moved/{region}/{to}" } },
    ),
    errors: ["readsTwice"],
  },
  {
    name: "what may not be stored somewhere has no home there, whoever publishes it",
    mesh: storing(
      { classification: ["pii"], home: "austin" },
      { policies: kept("pii", "store", { scope: { teams: ["red"] } }) },
    ),
    errors: ["forbid"],
  },
  {
    name: "the way to the home is carrying, though nobody reads",
    mesh: storing(
      { classification: ["pii"], home: "paris" },
      {
        brokers: { ...base.brokers, floor: { environment: "plant", uplink: "austin" } },
        applications: { shop },
        policies: kept("pii", "carry"),
      },
    ),
    errors: ["forbid"],
  },
];
