import { expect, test } from "vitest";
import type { Topology } from "../../compiler/model/topology.ts";
import { expectMarked, expectValid } from "../harness/analyze-text.ts";

const head = `apiVersion: meshc/v1
mesh: { name: shop }
teams: { t: {} }
environments:
  cloud: { platform: kubernetes }
  eu-north: { platform: kubernetes, residency: eu, region: north }
  eu-south: { platform: kubernetes, residency: eu, region: south }
  us-north: { platform: kubernetes, residency: us, region: north }
  plant: { platform: kubernetes, dialable: false }
  plant-eu: { platform: kubernetes, residency: eu, region: north, dialable: false }
  other-plant: { platform: kubernetes, dialable: false }
defaults: { brokers: { environment: cloud, engine: nats } }
domains:
  d: { owner: t, topic: d, events: { e: {} } }
  eu: { owner: t, topic: eu, residency: [eu], events: { e: {} } }
`;

/** Links as `name: from -> to, standby`, gateways left out. */
function leaves({ links }: Topology): readonly string[] {
  const leafnodes = links.filter((link) => link.kind.name === "leafnode");
  return leafnodes.map(({ name, from, to, standby }) => `${name}: ${from} -> ${[to, ...standby].join(", ")}`);
}

test.each([
  ["{}", "hub"],
  ["{ environment: plant }", "edge"],
  ["{ role: hub }", "hub"],
  ["{ role: edge }", "edge"],
])("a broker %s is a %s", (broker, role) => {
  const { topology } = expectValid(`${head}brokers: { hub: { role: hub }, b: ${broker} }\n`);
  expect(topology.brokers.get("b")?.role).toBe(role);
});

test("hubs are joined each with each, once, named in order", () => {
  const { topology } = expectValid(`${head}brokers: { c: {}, a: {}, b: {}, edge: { environment: plant } }\n`);
  const gateways = topology.links.filter((link) => link.kind.name === "gateway");
  expect(gateways.map(({ name, from, to }) => `${name}: ${from} ${to}`)).toEqual([
    "a.b: a b",
    "a.c: a c",
    "b.c: b c",
  ]);
});

test.each([
  ["no residency before another, then the name", "environment: plant", "", "{ b: {}, a: {} }", "a"],
  [
    "the residency before the region",
    "environment: plant-eu",
    "",
    "{ a: { environment: us-north }, b: { environment: eu-south } }",
    "b",
  ],
  [
    "the region before the cost",
    "environment: plant-eu",
    "links: { dear: { between: [edge, b], cost: 9 } }",
    "{ a: { environment: eu-south }, b: { environment: eu-north } }",
    "b",
  ],
  [
    "the cost before the name",
    "environment: plant",
    "links: { dear: { between: [a, edge], cost: 2 } }",
    "{ a: {}, b: {} }",
    "b",
  ],
  [
    "a cost below one",
    "environment: plant",
    "links: { near: { between: [b, edge], cost: 0.5 } }",
    "{ a: {}, b: {} }",
    "b",
  ],
  [
    "a cost of nothing",
    "environment: plant",
    "links: { near: { between: [b, edge], cost: 0 } }",
    "{ a: {}, b: {} }",
    "b",
  ],
  [
    "none that is forbidden",
    "environment: plant",
    "links: { no: { between: [a, edge], via: none } }",
    "{ a: {}, b: {} }",
    "b",
  ],
  [
    "what may carry its events before the cost",
    "environment: plant",
    "links: { narrow: { between: [a, edge], domains: [eu], cost: 0 } }\napplications: { app: { team: t, broker: edge, publish: [d.e] } }",
    "{ a: {}, b: {} }",
    "b",
  ],
  [
    "what it does not need does not matter",
    "environment: plant",
    "links: { narrow: { between: [a, edge], domains: [d] } }\napplications: { app: { team: t, broker: edge, publish: [d.e] } }",
    "{ a: {}, b: {} }",
    "a",
  ],
])("the nearest hub: %s", (_, edge, rest, hubs, expected) => {
  const brokers = `${hubs.slice(0, -1)}, edge: { ${edge} } }`;
  const { topology } = expectValid(`${head}brokers: ${brokers}\n${rest}\n`);
  expect(leaves(topology)).toEqual([`edge.uplink: edge -> ${expected}`]);
});

test("the nearest hub may carry what is needed here and below, over standby uplinks too", () => {
  const { topology } = expectValid(`${head}
brokers:
  a: { environment: us-north }
  b: { environment: eu-south }
  site: { environment: plant-eu }
  spare: { environment: plant-eu, uplink: site }
  line: { environment: plant-eu, uplink: [spare, site] }
applications: { app: { team: t, broker: line, subscribe: [eu.e] } }
links: { near: { between: [site, a], cost: 0 } }
`);
  expect(leaves(topology)).toEqual([
    "line.uplink: line -> spare, site",
    "site.uplink: site -> b",
    "spare.uplink: spare -> site",
  ]);
});

test("the nearest hub may carry what is needed below a pinned link", () => {
  const { topology } = expectValid(`${head}
brokers:
  a: {}
  b: {}
  site: { environment: plant }
  line: { environment: plant }
applications: { app: { team: t, broker: line, subscribe: [d.e] } }
links:
  narrow: { between: [site, a], domains: [eu], cost: 0 }
  below: { between: [line, site], via: leafnode }
`);
  expect(leaves(topology)).toEqual(["line.uplink: line -> site", "site.uplink: site -> b"]);
});

test("what a link below does not carry is nothing that the hub has to carry", () => {
  const { topology } = expectValid(`${head}
brokers:
  a: {}
  b: {}
  site: { environment: plant }
  line: { environment: plant, uplink: site }
applications: { app: { team: t, broker: line, publish: [d.e] } }
links:
  low: { between: [line, site], domains: [eu] }
  high: { between: [site, a], domains: [eu] }
`);
  expect(leaves(topology)).toEqual(["line.uplink: line -> site", "site.uplink: site -> a"]);
});

test("what may not be at an edge is nothing that its hub has to carry, though it is needed below", () => {
  const { topology } = expectValid(`${head}
brokers:
  a: { environment: us-north }
  b: { environment: eu-south }
  site: { environment: us-north, role: edge }
  line: { environment: plant-eu, uplink: site }
applications: { app: { team: t, broker: line, publish: [eu.e], subscribe: [eu.e] } }
`);
  expect(leaves(topology)).toEqual(["line.uplink: line -> site", "site.uplink: site -> a"]);
});

test("a residency that no hub may carry outweighs nothing: the nearest one is taken and the proof refuses it", () => {
  expectMarked(`${head}
brokers:
  b: { environment: us-north }
  a: { environment: us-north }
  one: { environment: plant-eu }
  two: { environment: plant-eu }
applications:
  out: { team: t, broker: one, publish: [eu.e] }
  into:
    team: t
    broker: two
    subscribe: [eu.e] # ERROR: MESH3102
`);
});

test("a single broker needs no hub, two edges do", () => {
  expectValid(`${head}brokers: { only: { environment: plant } }\n`);
  expectMarked(`${head}brokers:
  one: { environment: plant } # ERROR: MESH3007
  two: { environment: plant, uplink: one }
`);
});

test.each([
  [
    "an edge with no uplink takes a pinned one",
    "",
    "pin: { between: [edge, b], via: leafnode }",
    ["edge.uplink: edge -> b"],
  ],
  [
    "whichever of the two is named first",
    "",
    "pin: { between: [b, edge], via: leafnode }",
    ["edge.uplink: edge -> b"],
  ],
  [
    "a pin on an uplink that is written describes it",
    "uplink: b",
    "pin: { between: [edge, b], via: leafnode }",
    ["edge.uplink: edge -> b"],
  ],
  [
    "on a standby uplink too",
    "uplink: [a, b]",
    "pin: { between: [b, edge], via: leafnode }",
    ["edge.uplink: edge -> a, b"],
  ],
  [
    "an entry without a kind makes no link",
    "",
    "like: { between: [edge, b], latency: 5ms }",
    ["edge.uplink: edge -> a"],
  ],
])("pins: %s", (_, uplink, link, expected) => {
  const edge = uplink ? `{ environment: plant, ${uplink} }` : "{ environment: plant }";
  const { topology } = expectValid(`${head}brokers: { a: {}, b: {}, edge: ${edge} }\nlinks:\n  ${link}\n`);
  expect(leaves(topology)).toEqual(expected);
});

test.each([
  [
    "the first of the pair dials",
    "{ role: edge }",
    "{ role: edge }",
    "[one, two]",
    ["one.uplink: one -> two", "two.uplink: two -> hub"],
  ],
  [
    "in the order written",
    "{ role: edge }",
    "{ role: edge }",
    "[two, one]",
    ["one.uplink: one -> hub", "two.uplink: two -> one"],
  ],
  [
    "who cannot be dialed dials",
    "{ role: edge }",
    "{ environment: plant }",
    "[one, two]",
    ["one.uplink: one -> hub", "two.uplink: two -> one"],
  ],
  [
    "within one place the first dials",
    "{ environment: plant }",
    "{ environment: plant }",
    "[one, two]",
    ["one.uplink: one -> two", "two.uplink: two -> hub"],
  ],
])("a pin between two edges: %s", (_, one, two, between, expected) => {
  const { topology } = expectValid(`${head}
brokers: { hub: {}, one: ${one}, two: ${two} }
links: { pin: { between: ${between}, via: leafnode } }
`);
  expect(leaves(topology)).toEqual(expected);
});

test("a further pin of an edge is a link of its own, which the proof refuses", () => {
  expectMarked(`${head}
brokers: { a: {}, b: {}, edge: { environment: plant } }
links:
  first: { between: [edge, a], via: leafnode } 
  second: { between: [edge, b], via: leafnode } # ERROR: MESH3101
`);
});

test.each([
  ["gateway between hubs", "{ between: [a, b], via: gateway, latency: 9ms }"],
  ["no kind between hubs", "{ between: [a, b], cost: 4 }"],
  ["domains on a leaf link", "{ between: [edge, a], domains: [d] }"],
  ["a forbidden pair of edges", "{ between: [edge, third], via: none }"],
  ["a hub forbidden that is not dialed", "{ between: [b, edge], via: none }"],
  ["gateway at an edge", "{ between: [a, edge], via: gateway } # ERROR: MESH3010"],
  ["gateway between edges", "{ between: [third, edge], via: gateway } # ERROR: MESH3010"],
  ["hubs kept apart", "{ between: [a, b], via: none } # ERROR: MESH3009"],
  ["domains on a gateway", "{ between: [a, b], domains: [d] } # ERROR: MESH3011"],
  ["domains on a gateway that is named", "{ between: [a, b], via: gateway, domains: [d] } # ERROR: MESH3011"],
  ["a leaf link between hubs", "{ between: [a, b], via: leafnode } # ERROR: MESH3101"],
  [
    "a leaf link between places that nobody can dial",
    "{ between: [third, edge], via: leafnode } # ERROR: MESH3006",
  ],
])("an entry of links: %s", (_, link) => {
  expectMarked(`${head}
brokers: { a: {}, b: {}, edge: { environment: plant }, third: { environment: other-plant, uplink: a } }
links:
  entry: ${link}
`);
});

test.each([
  ["{ environment: plant, uplink: edge } # ERROR: MESH3004"],
  ["{ environment: plant, uplink: [a, b, a] } # ERROR: MESH3004"],
  ["{ environment: plant, uplink: third } # ERROR: MESH3006"],
  ["{ environment: plant, uplink: [a, third] } # ERROR: MESH3006"],
  ["{ environment: other-plant, uplink: third }"],
  ["{ environment: plant, uplink: [b, closed] } # ERROR: MESH3008"],
  ["{ environment: plant, uplink: [b, missing] } # ERROR: MESH2001"],
])("a broker that is %s", (edge) => {
  expectMarked(`${head}
brokers:
  a: {}
  b: {}
  closed: {}
  third: { environment: other-plant, uplink: b }
  edge: ${edge}
links:
  no: { between: [edge, closed], via: none }
`);
});

test.each([
  ["{ uplink: a } # ERROR: MESH3003"],
  ["{ role: hub, environment: plant } # ERROR: MESH3001"],
  ["{ role: hub, environment: cloud }"],
])("a hub that is %s", (hub) => {
  expectMarked(`${head}brokers:\n  a: {}\n  hub: ${hub}\n`);
});

test("links say why they exist", () => {
  const { topology } = expectValid(`${head}
brokers: { a: {}, b: {}, c: { environment: plant }, d: { environment: plant, uplink: b }, e: { environment: plant } }
links: { pin: { between: [e, a], via: leafnode } }
`);
  expect(topology.links.map(({ name, why }) => `${name}: ${why}`)).toEqual([
    "a.b: hubs of one engine are joined each with each",
    'c.uplink: "a" is the nearest hub of edge "c"',
    'd.uplink: broker "d" names its uplink',
    'e.uplink: entry "pin" of `links` asks for it',
  ]);
});

test("a link carries what its active pair's entry says", () => {
  const { topology } = expectValid(`${head}
brokers: { a: {}, b: {}, edge: { environment: plant, uplink: [b, a] } }
links: { one: { between: [edge, a], domains: [eu] }, two: { between: [edge, b], domains: [d] } }
`);
  const uplink = topology.links.find((link) => link.name === "edge.uplink");
  expect(uplink?.domains).toEqual(["d"]);
  expect(uplink?.declaration?.name).toBe("two");
});
