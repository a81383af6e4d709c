import { describe, expect, test } from "vitest";
import { type Entries, heldBetween, shop, shopWith } from "./shop.ts";

const stored = { owner: "retail", delivery: "at-least-once", share: ["finance"] };
const till = { team: "retail", broker: "ha", publish: ["orders.*"] };
const books = { team: "finance", broker: "ha", subscribe: ["orders.paid", "stock.counted"], durable: true };
const packers = { "packer-a": null, "packer-b": null };
const lost: readonly (readonly [
  what: string,
  change: Entries,
  name: string,
  why: RegExp,
  before?: Entries,
])[] = [
  [
    "a topic that another domain uses now",
    {
      domains: { stock: null, goods: { ...stored, topic: "stock/new", events: { counted: {} } } },
      applications: { till, books: { ...books, subscribe: ["orders.paid"] } },
    },
    "stock",
    /used by domain "goods"/,
  ],
  [
    "an event that has another topic",
    { domains: { stock: { ...stored, topic: "stock", events: { counted: { topic: "sums" } } } } },
    "stock",
    /the topic of "stock.counted" was "stock\/counted"/,
  ],
  [
    "the topic of an event that another one uses now",
    {
      domains: {
        orders: {
          ...stored,
          topic: "orders",
          events: { placed: {}, settled: { topic: "paid", delivery: "at-most-once" } },
        },
      },
      applications: { books: { ...books, subscribe: ["stock.counted"] } },
    },
    "orders",
    /used by "orders.settled" now/,
  ],
  [
    "an event that gets a stream of its own",
    {
      domains: {
        orders: { ...stored, topic: "orders", events: { placed: {}, paid: { retention: { age: "1d" } } } },
      },
    },
    "orders",
    /what is stored in "orders" of "orders\/paid" could not be read any more/,
  ],
  [
    "a home that moves",
    { domains: { stock: { ...stored, topic: "stock", home: "hb", events: { counted: {} } } } },
    "stock",
    /cannot move from "ha" to "hb" yet/,
  ],
  [
    "a broker that leaves with what it keeps",
    { brokers: { line: null } },
    "line",
    /leaves the mesh, and keeps the place of "reader"/,
    {
      applications: {
        reader: { team: "retail", broker: "line", subscribe: ["stock.counted"], durable: true },
      },
    },
  ],
  [
    "an edge that leaves with what is not drawn up",
    { brokers: { line: null } },
    "line",
    /what was published of "stock" and is not drawn up yet/,
    { applications: { counter: { team: "retail", broker: "line", publish: ["stock.counted"] } } },
  ],
  [
    "a hub that is to be an edge",
    {
      brokers: {
        hb: { ...shop["brokers"]?.["hb"], role: "edge", listeners: { nats: 4300, management: 4301 } },
      },
      domains: { stock: { ...stored, topic: "stock", events: { counted: {} } } },
    },
    "hb",
    /is to be an edge, and keeps the events of "stock"/,
    { domains: { stock: { ...stored, topic: "stock", home: "hb", events: { counted: {} } } } },
  ],
  [
    "storage that a broker gives up",
    {
      brokers: { line: { ...shop["brokers"]?.["line"], storage: undefined } },
      applications: {
        reader: { team: "retail", broker: "line", subscribe: ["stock.counted"], durable: true },
      },
    },
    "line",
    /is to store nothing, and keeps the place of "reader"/,
    {
      applications: {
        reader: { team: "retail", broker: "line", subscribe: ["stock.counted"], durable: true },
      },
    },
  ],
  [
    "a place at an edge whose reader moves at once",
    {
      applications: { reader: { team: "retail", broker: "ha", subscribe: ["stock.counted"], durable: true } },
    },
    "reader",
    /attach it to "line" and its new broker/,
    {
      applications: {
        reader: { team: "retail", broker: "line", subscribe: ["stock.counted"], durable: true },
      },
    },
  ],
  [
    "a durable that is read without one",
    { applications: { books: { ...books, durable: false } } },
    "books",
    /could not be read on/,
  ],
  [
    "a reader that joins a group",
    { applications: { books: { ...books, group: "clerks" } } },
    "books",
    /could not be read on/,
  ],
  [
    "dead letters that are asked for no more",
    {
      applications: {
        books: { ...books, subscribe: ["orders.paid", { event: "stock.counted", maxDeliver: 3 }] },
      },
    },
    "books",
    /"stock__dead"/,
    {
      applications: {
        books: {
          ...books,
          subscribe: ["orders.paid", { event: "stock.counted", maxDeliver: 3, deadLetter: true }],
        },
      },
    },
  ],
  [
    "an application whose broker leaves too",
    { brokers: { hb: null }, applications: { ...packers, other: null } },
    "other",
    /"hb", where it attaches, leaves the mesh too/,
    {
      applications: {
        ...packers,
        other: { team: "retail", broker: "hb", subscribe: ["stock.counted"], durable: true },
      },
    },
  ],
];

describe("what can neither be held on to nor be given up is refused, unless it may be lost", () => {
  const cases = lost.map(([what, change, name, why, before = {}]) => ({ what, change, name, why, before }));
  test.each(cases)("$what", ({ change, name, why, before }) => {
    const [was, wanted] = [shopWith(before), shopWith(merged(before, change))];
    const { refused } = heldBetween(was, wanted);
    expect(refused).toContainEqual(expect.objectContaining({ name, why: expect.stringMatching(why) }));
    const allowed = heldBetween(
      was,
      wanted,
      refused.map((one) => `${one.kind}/${one.name}`),
    );
    expect(allowed.refused).toEqual([]);
  });
});

function merged(before: Entries, change: Entries): Entries {
  const sections = new Set([...Object.keys(before), ...Object.keys(change)]);
  const leaves = change["brokers"]?.["line"] === null;
  const section = (name: string) => ({ ...(leaves ? {} : before[name]), ...change[name] });
  return Object.fromEntries([...sections].map((name) => [name, section(name)]));
}

const quiet: readonly (readonly [what: string, before: Entries, wanted: Entries])[] = [
  ["a reader that moves to another hub", {}, { applications: { books: { ...books, broker: "hb" } } }],
  [
    "a reader that an edge and another broker keep together",
    {
      applications: {
        reader: { team: "retail", broker: "line", subscribe: ["stock.counted"], durable: true },
      },
    },
    {
      applications: {
        reader: { team: "retail", broker: ["line", "ha"], subscribe: ["stock.counted"], durable: true },
      },
    },
  ],
  [
    "a subscription that gets terms of its own",
    {},
    {
      applications: {
        books: { ...books, subscribe: ["orders.paid", { event: "stock.counted", maxDeliver: 3 }] },
      },
    },
  ],
  [
    "an event that has another name and the same topic",
    {},
    {
      domains: { stock: { ...stored, topic: "stock", events: { summed: { topic: "counted" } } } },
      applications: {
        till: { ...till, publish: ["orders.*", "stock.summed"] },
        books: { ...books, subscribe: ["orders.paid", "stock.summed"] },
      },
    },
  ],
  [
    "an application that leaves and reads by no durable",
    { applications: { ear: { team: "retail", broker: "hb", subscribe: ["stock.counted"] } } },
    {},
  ],
  ["a broker that leaves and keeps nothing", {}, { brokers: { line: null } }],
];

test.each(quiet)("%s holds nothing up", (_, before, wanted) => {
  const { drains, refused } = heldBetween(shopWith(before), shopWith(wanted));
  expect({ drains, refused }).toEqual({ drains: [], refused: [] });
});
