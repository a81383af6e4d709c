import { expect, test } from "vitest";
import type { Topology } from "../../compiler/model/topology.ts";
import { printPattern } from "../../compiler/model/topic.ts";
import { expectValid } from "../harness/analyze-text.ts";

interface Parts {
  readonly brokers?: string;
  readonly domains?: string;
  readonly applications?: string;
}

const orders = `  orders:
    owner: t
    topic: orders
    delivery: at-least-once
    events: { placed: { topic: "{shop}/placed" }, paid: {}, seen: { delivery: at-most-once } }
`;

/** Three hubs, an edge of `north` and an edge below it. */
function topologyOf({
  brokers = "",
  domains = orders,
  applications = "  idle: { broker: south }",
}: Parts): Topology {
  return expectValid(`apiVersion: meshc/v1
mesh: { name: shop }
teams: { t: {} }
environments:
  cloud: { platform: kubernetes, residency: eu }
  far: { platform: kubernetes, residency: us }
  plant: { platform: kubernetes, residency: eu, dialable: false }
defaults: { applications: { team: t }, brokers: { engine: nats } }
brokers:
  east: { environment: far }
  north: { environment: cloud, replicas: 3 }
  south: { environment: cloud }
  site: { environment: plant, uplink: north }
  line: { environment: plant, uplink: site }
${brokers}
domains:
${domains}
applications:
${applications}
`).topology;
}

function homesOf(parts: Parts): readonly string[] {
  return topologyOf(parts).streams.map(({ name, home, replicas }) => `${name} at ${home} x${replicas}`);
}

test.each([
  ["the first hub by name, where nobody publishes", {}, "orders at east x1"],
  [
    "the hub that most publishers attach to, by whatever uplinks",
    {
      applications: `  a: { broker: line, publish: [orders.placed] }
  b: { broker: site, publish: [orders.placed] }
  c: { broker: south, publish: [orders.paid] }`,
    },
    "orders at north x3",
  ],
  [
    "the hub of most publishers, however much each of them publishes",
    {
      applications: `  a: { broker: south, publish: [orders.placed, orders.paid] }
  b: { broker: east, publish: [orders.placed] }`,
    },
    "orders at east x1",
  ],
  [
    "a hub with storage before one with more publishers",
    {
      brokers: "  west: { environment: cloud, storage: 5Gi }",
      applications: "  a: { broker: north, publish: [orders.placed] }",
    },
    "orders at west x1",
  ],
  [
    "only where the events may be",
    { domains: orders.replace("topic: orders", "topic: orders\n    residency: [eu]") },
    "orders at north x3",
  ],
  [
    "the one that the manifest names",
    { domains: orders.replace("topic: orders", "topic: orders\n    home: south") },
    "orders at south x1",
  ],
])("the home is %s", (_, parts, home) => {
  expect(homesOf(parts)).toEqual([home]);
});

test("an event with terms of its own is stored by itself, one that is at-most-once not at all", () => {
  const domains = orders.replace("paid: {}", "paid: { retention: { messages: 10 }, home: south }");
  const { streams } = topologyOf({ domains });
  expect(streams.map(({ name, home, events }) => [name, home, events.map((event) => event.name)])).toEqual([
    ["orders", "east", ["placed"]],
    ["orders_paid", "south", ["paid"]],
  ]);
  expect(streams.map(({ retention }) => retention)).toEqual([
    { ageMilliseconds: 604_800_000 },
    { messages: 10 },
  ]);
});

test("without stored events nothing stores", () => {
  const topology = topologyOf({ domains: orders.replace("at-least-once", "at-most-once") });
  expect([topology.streams, topology.durables]).toEqual([[], []]);
  expect([...topology.brokers.values()].map(({ storing }) => storing)).toEqual(
    [...topology.brokers.keys()].map(() => undefined),
  );
});

test.each([
  ["one instance alone asks the next hub to vote", "home: east", { east: "events", north: "votes" }],
  ["three instances need nobody else", "home: north", { north: "events" }],
])("%s", (_, home, expected) => {
  const topology = topologyOf({ domains: orders.replace("topic: orders", `topic: orders\n    ${home}`) });
  const storing = [...topology.brokers].flatMap(([name, node]) =>
    node.storing ? [[name, node.storing] as const] : [],
  );
  expect(Object.fromEntries(storing)).toEqual(expected);
  for (const [name] of storing)
    expect([...(topology.brokers.get(name)?.listeners.keys() ?? [])]).toContain("cluster");
});

const readers = `  till: { broker: line, publish: [orders.*] }
  audit: { broker: site, subscribe: [orders.*], durable: true }
  watch: { broker: site, subscribe: [orders.placed] }
  one: { broker: east, subscribe: [orders.paid], group: workers }
  two: { broker: line, subscribe: [orders.paid], group: workers }`;

test("a durable is kept for who asks for one, and one for all members of a group", () => {
  const { durables } = topologyOf({ applications: readers });
  const printed = durables.map(({ name, stream, patterns, applications }) => [
    `${stream} ${name}`,
    patterns.map(printPattern),
    applications,
  ]);
  expect(printed).toEqual([
    ["orders audit", ["orders/*/placed", "orders/paid"], ["audit"]],
    ["orders group_workers", ["orders/paid"], ["one", "two"]],
  ]);
});

test("what is read by a durable goes by way of its home, everything else directly", () => {
  const { flows } = topologyOf({ applications: readers });
  const printed = flows.map(
    ({ event, subscriber, path }) => `${event.name} ${subscriber.name}: ${path.join(" ")}`,
  );
  expect(printed).toEqual([
    "paid audit: line site north site",
    "paid one: line site north east",
    "paid two: line site north site line",
    "placed audit: line site north site",
    "placed watch: line site",
    "seen audit: line site",
  ]);
});

test("whoever reads by a durable has no right to the topic, and links let through what is read and answered", () => {
  const { identities } = topologyOf({ applications: readers });
  const identity = (name: string) => identities.find((one) => one.name === name);
  const rights = (name: string) =>
    [...(identity(name)?.at.values() ?? [])]
      .flat()
      .filter(({ action }) => action === "subscribe")
      .map(({ pattern }) => printPattern(pattern));
  expect(rights("application.audit")).toEqual(["orders/seen"]);
  expect(rights("application.watch")).toEqual(["orders/*/placed"]);
  expect(identity("link.line.uplink")?.uses.get("site")).toMatchObject({
    answered: ["till", "two"],
    reads: [{ name: "group_workers" }],
  });
  expect(identity("link.site.uplink")?.uses.get("north")).toMatchObject({
    answered: ["audit", "till", "two"],
    reads: [{ name: "audit" }, { name: "group_workers" }],
  });
});

test("a standby target in another place than the events may be at lets nothing of them through", () => {
  const domains = orders.replace("topic: orders", "topic: orders\n    residency: [eu]");
  const { identities } = topologyOf({
    domains,
    brokers: "  shelf: { environment: plant, uplink: [north, east] }",
    applications: `  till: { broker: shelf, publish: [orders.paid] }
  audit: { broker: shelf, subscribe: [orders.paid], durable: true }`,
  });
  const { uses } = identities.find(({ name }) => name === "link.shelf.uplink") ?? {};
  expect(uses?.get("north")).toMatchObject({ answered: ["audit", "till"], reads: [{ name: "audit" }] });
  expect(uses?.get("east")).toEqual({ answered: [], reads: [], sources: [], mirrors: [] });
});

const apart = `  audit: { broker: south, subscribe: [orders.paid], durable: true }
  copy: { broker: south, subscribe: [orders.*], durable: true }
  far: { broker: east, subscribe: [orders.paid], durable: true }
  one: { broker: south, subscribe: [orders.paid], group: workers }`;

test("a stream is copied to hubs that store and where a durable has its one place", () => {
  const { mirrors, durables } = topologyOf({
    brokers: "  west: { environment: cloud, storage: 1Gi }",
    domains: orders.replace("topic: orders", "topic: orders\n    home: north"),
    applications: apart.replaceAll("south", "west"),
  });
  expect(mirrors.map(({ name, stream, broker, readers }) => [name, stream.name, broker, readers])).toEqual([
    ["orders_at_west", "orders", "west", ["audit", "copy", "one"]],
  ]);
  expect(durables.map(({ name, stream, mirror }) => [name, stream, mirror])).toEqual([
    ["audit", "orders", "orders_at_west"],
    ["copy", "orders", "orders_at_west"],
    ["far", "orders", undefined],
    ["group_workers", "orders", "orders_at_west"],
  ]);
});

test("a hub that is another stream's home stores, and has a copy too", () => {
  const { durables } = topologyOf({
    domains: `${orders.replace("topic: orders", "topic: orders\n    home: north")}
  stock: { owner: t, topic: stock, delivery: at-least-once, home: east, events: { moved: {} } }`,
    applications: apart,
  });
  expect(durables.map(({ name, mirror }) => [name, mirror])).toContainEqual(["far", "orders_at_east"]);
});

/** A domain that is at home in `north`, with events and more keys of its own. */
function ordersInNorth(events: string, more = ""): string {
  return `  orders: { owner: t, topic: orders, home: north, delivery: at-least-once, events: ${events}${more} }`;
}

test("an event with a residency of its own is kept by itself, where it may be, and the others are copied", () => {
  const domains = ordersInNorth("{ placed: {}, paid: {}, named: { residency: [eu] } }");
  const applications = "  far: { broker: store, subscribe: [orders.paid], durable: true }";
  const brokers = "  store: { environment: far, storage: 1Gi }";
  const { streams, mirrors } = topologyOf({ brokers, domains, applications });
  const names = streams.map(({ name, events }) => [name, ...events.map((event) => event.name)]);
  expect(names).toEqual([
    ["orders", "paid", "placed"],
    ["orders_named", "named"],
  ]);
  expect(mirrors.map(({ name }) => name)).toEqual(["orders_at_store"]);
});

test("events are kept together in whichever order their residencies are written", () => {
  const domains = ordersInNorth("{ placed: {}, paid: { residency: [eu, us] } }", ", residency: [us, eu]");
  expect(topologyOf({ domains }).streams.map(({ name }) => name)).toEqual(["orders"]);
});
