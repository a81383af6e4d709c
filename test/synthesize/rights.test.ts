import { expect, test } from "vitest";
import { printPattern } from "../../compiler/model/topic.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { expectValid } from "../harness/analyze-text.ts";

const head = `apiVersion: meshc/v1
mesh: { name: shop }
teams: { retail: {}, finance: {} }
environments:
  de: { platform: kubernetes, residency: eu }
  us: { platform: kubernetes, residency: us }
  plant: { platform: kubernetes, residency: eu, dialable: false }
defaults: { brokers: { engine: nats } }
domains:
  orders:
    owner: retail
    topic: retail/orders
    share: all
    events: { placed: { topic: "{shop}/placed" }, closed: {} }
  stock:
    owner: retail
    topic: retail/stock
    events: { counted: { share: [finance] }, guessed: {} }
  customers:
    owner: retail
    topic: retail/customers
    share: all
    events: { moved: { residency: [eu] }, greeted: {} }
`;

/** The rights of an identity at a broker, as `action topic` with its group. */
function rightsOf({ identities }: Topology, name: string, broker: string): readonly string[] {
  const identity = identities.find((known) => known.name === name);
  const grants = identity?.at.get(broker) ?? [];
  return grants.map(
    ({ action, pattern, group }) => `${action} ${printPattern(pattern)}${group ? ` in ${group}` : ""}`,
  );
}

test.each([
  ["retail", "de", "subscribe: [orders.*]", ["subscribe retail/orders/>"]],
  ["finance", "de", "subscribe: [orders.*]", ["subscribe retail/orders/>"]],
  ["retail", "de", "publish: [orders.*]", ["publish retail/orders/*/placed", "publish retail/orders/closed"]],
  ["retail", "de", "subscribe: [stock.*]", ["subscribe retail/stock/>"]],
  ["finance", "de", "subscribe: [stock.*]", ["subscribe retail/stock/counted"]],
  ["retail", "de", "subscribe: [customers.*]", ["subscribe retail/customers/>"]],
  ["retail", "us", "subscribe: [customers.greeted]", ["subscribe retail/customers/greeted"]],
  [
    "retail",
    "de",
    "subscribe: [retail/orders/>]",
    ["subscribe retail/orders/*/placed", "subscribe retail/orders/closed"],
  ],
  ["retail", "de", "subscribe: [retail/orders/oslo/>]", ["subscribe retail/orders/oslo/placed"]],
  [
    "retail",
    "de",
    "subscribe: [{ event: orders.placed, where: { shop: [oslo, bergen] } }]",
    ["subscribe retail/orders/bergen/placed", "subscribe retail/orders/oslo/placed"],
  ],
  [
    "retail",
    "de",
    "publish: [{ event: orders.placed, where: { shop: oslo } }, orders.placed, orders.placed]",
    ["publish retail/orders/*/placed"],
  ],
  ["retail", "de", "subscribe: [orders.closed, orders.*]", ["subscribe retail/orders/>"]],
  [
    "retail",
    "de",
    "group: workers, publish: [orders.closed], subscribe: [orders.closed]",
    ["publish retail/orders/closed", "subscribe retail/orders/closed in workers"],
  ],
  ["retail", "de", "group: workers, subscribe: [orders.*]", ["subscribe retail/orders/> in workers"]],
  ["retail", "de", "publish: []", []],
])("an application of team %s in %s with { %s }", (team, broker, references, expected) => {
  const { topology } = expectValid(`${head}
brokers: { de: { environment: de }, us: { environment: us } }
applications: { app: { team: ${team}, broker: ${broker}, ${references} } }
`);
  expect(rightsOf(topology, "application.app", broker)).toEqual(expected);
  expect(topology.identities.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    "application.app application",
  ]);
});

const meshed = `${head}
brokers:
  de: { environment: de }
  us: { environment: us }
  site: { environment: plant, uplink: [de, us] }
  line: { environment: plant, uplink: site }
applications:
  till: { team: retail, broker: line, publish: [orders.placed], subscribe: [stock.counted] }
  desk: { team: retail, broker: site, publish: [customers.*], subscribe: [orders.closed] }
  crm: { team: retail, broker: de, subscribe: [customers.*, orders.*], publish: [stock.*] }
`;

test("a link may carry up and down the whole domains that are needed at its edge and below", () => {
  const { topology } = expectValid(meshed);
  expect(rightsOf(topology, "link.line.uplink", "site")).toEqual([
    "publish retail/orders/>",
    "subscribe retail/stock/>",
  ]);
  expect(rightsOf(topology, "link.site.uplink", "de")).toEqual([
    "publish retail/customers/>",
    "publish retail/orders/>",
    "subscribe retail/orders/>",
    "subscribe retail/stock/>",
  ]);
});

test("at a target where part of a domain may not be, its events are named one by one", () => {
  const { topology } = expectValid(meshed);
  expect(rightsOf(topology, "link.site.uplink", "us")).toEqual([
    "publish retail/customers/greeted",
    "publish retail/orders/>",
    "subscribe retail/orders/>",
    "subscribe retail/stock/>",
  ]);
});

test("gateways have no identity, links one at each of their targets", () => {
  const { topology } = expectValid(meshed);
  const links = topology.identities.filter(({ kind }) => kind === "link");
  expect(links.map(({ name, at }) => `${name} at ${[...at.keys()].join(", ")}`)).toEqual([
    "link.line.uplink at site",
    "link.site.uplink at de, us",
  ]);
});

test("a link's domains narrow its rights at the target that they are about", () => {
  const { topology } = expectValid(`${meshed}
links: { narrow: { between: [us, site], domains: [orders] } }
`);
  expect(rightsOf(topology, "link.site.uplink", "us")).toEqual([
    "publish retail/orders/>",
    "subscribe retail/orders/>",
  ]);
  expect(rightsOf(topology, "link.site.uplink", "de")).toHaveLength(4);
});

test("what is below over a standby uplink counts as well", () => {
  const { topology } = expectValid(`${head}
brokers:
  de: { environment: de }
  one: { environment: plant }
  two: { environment: plant }
  line: { environment: plant, uplink: [one, two] }
applications: { till: { team: retail, broker: line, publish: [orders.placed] } }
`);
  expect(rightsOf(topology, "link.two.uplink", "de")).toEqual(["publish retail/orders/>"]);
});

test("what a link below does not carry gives the links above no rights", () => {
  const { topology } = expectValid(`${head}brokers:
  hub: { environment: de }
  site: { environment: plant }
  line: { environment: plant, uplink: site }
applications:
  till: { team: retail, broker: line, publish: [orders.placed, stock.counted] }
links: { narrow: { between: [line, site], domains: [stock] } }
`);
  expect(rightsOf(topology, "link.line.uplink", "site")).toEqual(["publish retail/stock/>"]);
  expect(rightsOf(topology, "link.site.uplink", "hub")).toEqual(["publish retail/stock/>"]);
});

test("an edge that nobody uses has a link without rights", () => {
  const { topology } = expectValid(
    `${head}brokers: { de: { environment: de }, site: { environment: plant } }\n`,
  );
  expect(topology.identities.map(({ name, at }) => [name, [...at.values()]])).toEqual([
    ["link.site.uplink", [[]]],
  ]);
});
