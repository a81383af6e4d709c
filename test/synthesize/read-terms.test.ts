import { expect, test } from "vitest";
import { printPattern } from "../../compiler/model/topic.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { expectValid } from "../harness/analyze-text.ts";

/** A hub, an edge below it, and a domain that is stored. */
function topologyOf(applications: string, events = `placed: { topic: "{shop}/placed" }, paid: {}`): Topology {
  return expectValid(`apiVersion: meshc/v1
mesh: { name: shop }
teams: { t: {} }
environments:
  cloud: { platform: kubernetes }
  plant: { platform: kubernetes, dialable: false }
defaults: { applications: { team: t }, brokers: { engine: nats } }
brokers:
  hub: { environment: cloud, storage: 5Gi }
  site: { environment: plant, uplink: hub }
domains:
  orders: { owner: t, topic: orders, delivery: at-least-once, events: { ${events} } }
applications:
${applications}
`).topology;
}

function durablesOf({ durables }: Topology) {
  return durables.map(({ name, patterns, applications, terms }) => [
    name,
    patterns.map(printPattern),
    applications,
    terms,
  ]);
}

test("what is read on terms of its own has a durable of its own, and the rest shares one", () => {
  const topology = topologyOf(`  audit:
    broker: hub
    durable: true
    subscribe: [{ event: orders.placed, maxDeliver: 3, backoff: [1s, 1m] }, orders.paid]
  till: { broker: site, publish: [orders.*] }`);
  expect(durablesOf(topology)).toEqual([
    ["audit", ["orders/paid"], ["audit"], undefined],
    ["audit__placed", ["orders/*/placed"], ["audit"], { maxDeliver: 3, backoff: [1_000, 60_000] }],
  ]);
  expect(
    topology.flows.map(({ event, subscriber, stored }) => [
      event.name,
      subscriber.name,
      stored?.durable?.name,
    ]),
  ).toEqual([
    ["paid", "audit", "audit"],
    ["placed", "audit", "audit__placed"],
  ]);
});

test("references on the same terms share a durable per event", () => {
  const topology = topologyOf(`  audit:
    broker: site
    durable: true
    subscribe:
      - { event: orders.placed, where: { shop: oslo }, maxDeliver: 3 }
      - { event: orders.placed, where: { shop: rome }, maxDeliver: 3 }
      - { event: orders.paid, maxDeliver: 3 }`);
  expect(durablesOf(topology).map(([name, patterns]) => [name, patterns])).toEqual([
    ["audit__paid", ["orders/paid"]],
    ["audit__placed", ["orders/oslo/placed", "orders/rome/placed"]],
  ]);
  const link = topology.identities.find(({ name }) => name === "link.site.uplink");
  expect(link?.uses.get("hub")?.reads.map(({ name }) => name)).toEqual(["audit__paid", "audit__placed"]);
});

test("members of a group share a durable for what they read on the same terms", () => {
  const topology =
    topologyOf(`  one: { broker: hub, group: w, subscribe: [{ event: orders.placed, maxDeliver: 3 }] }
  two: { broker: site, group: w, subscribe: [{ event: orders.placed, maxDeliver: 3 }, orders.paid] }`);
  expect(durablesOf(topology).map(([name, , applications]) => [name, applications])).toEqual([
    ["group_w", ["two"]],
    ["group_w__placed", ["one", "two"]],
  ]);
});

test.each([
  ["5 deliveries where nothing is said of them", "deadLetter: true", { maxDeliver: 5, deadLetter: true }],
  ["as many as are said", "deadLetter: true, maxDeliver: 2", { maxDeliver: 2, deadLetter: true }],
  [
    "one more than there are pauses, where these are more",
    "deadLetter: true, backoff: [1s, 1s, 1s, 1s, 1s]",
    { maxDeliver: 6, backoff: [1_000, 1_000, 1_000, 1_000, 1_000], deadLetter: true },
  ],
  ["for ever, where nothing is put aside", "backoff: [1s], deadLetter: false", { backoff: [1_000] }],
])("an event is put aside after %s", (_, said, terms) => {
  const topology = topologyOf(
    `  audit: { broker: hub, durable: true, subscribe: [{ event: orders.paid, ${said} }] }`,
  );
  expect(durablesOf(topology).map(([, , , found]) => found)).toEqual([terms]);
});

test("`deadLetter: false` alone says nothing", () => {
  const topology = topologyOf(
    `  audit: { broker: hub, durable: true, subscribe: [{ event: orders.paid, deadLetter: false }] }`,
  );
  expect(durablesOf(topology).map(([name]) => name)).toEqual(["audit"]);
});

test("an application that is called like the beginning of a group's durable does not meet it", () => {
  const topology =
    topologyOf(`  group: { broker: hub, durable: true, subscribe: [{ event: orders.paid, maxDeliver: 3 }] }
  other: { broker: hub, group: paid, subscribe: [orders.paid] }`);
  expect(durablesOf(topology).map(([name]) => name)).toEqual(["group__paid", "group_paid"]);
});
