import { expect, test } from "vitest";
import { printPattern } from "../../compiler/model/topic.ts";
import { expectMarked, expectValid } from "../harness/analyze-text.ts";

const mesh = `apiVersion: meshc/v1
mesh: { name: shop }
teams: { retail: {}, finance: {} }
environments: { cloud: { platform: local } }
brokers: { core: { environment: cloud, engine: nats } }
domains:
  orders:
    owner: retail
    topic: retail/orders
    share: [finance]
    events:
      placed: { topic: "{shop}/placed/{till}" }
      returned: { topic: "{shop}/returned" }
      audited: { share: private }
  stock:
    owner: retail
    topic: retail/stock
    share: all
    events: { counted: {} }
  empty: { owner: retail, topic: empty }
applications:
  app:
    team: finance
    broker: core
    subscribe:
`;

test.each([
  ["orders.placed", ["retail/orders/*/placed/*"]],
  ["stock.*", ["retail/stock/counted"]],
  ["orders.*", ["retail/orders/*/placed/*", "retail/orders/*/returned"]],
  ["retail/stock/*", ["retail/stock/counted"]],
  ["retail/orders/*/*", ["retail/orders/*/returned"]],
  ["retail/orders/oslo/>", ["retail/orders/oslo/placed/*", "retail/orders/oslo/returned"]],
  ["{ event: orders.placed, where: { shop: oslo } }", ["retail/orders/oslo/placed/*"]],
  [
    "{ event: orders.*, where: { shop: [oslo, bergen] } }",
    [
      "retail/orders/oslo/placed/*",
      "retail/orders/oslo/returned",
      "retail/orders/bergen/placed/*",
      "retail/orders/bergen/returned",
    ],
  ],
  [
    '{ event: orders.placed, where: { shop: [a, b], till: ["1", "2"] } }',
    ["a", "b"].flatMap((shop) => ["1", "2"].map((till) => `retail/orders/${shop}/placed/${till}`)),
  ],
  ["{ event: retail/orders/oslo/*, where: { shop: oslo } }", ["retail/orders/oslo/returned"]],
  ["{ event: orders.placed, where: {} }", ["retail/orders/*/placed/*"]],
])("%s means %j", (reference, expected) => {
  const { topology } = expectValid(`${mesh}      - ${reference}\n`);
  const [resolved] = topology.mesh.applications.get("app")?.subscribe ?? [];
  const patterns = resolved?.accesses.map(({ pattern }) => printPattern(pattern)) ?? [];
  expect(patterns.toSorted()).toEqual(expected.toSorted());
});

test.each([
  ["empty/> # ERROR: MESH2004", 'no event has a topic that matches "empty/>"'],
  ["order.placed # ERROR: MESH2001", 'no domain is called "order"; did you mean "orders"?'],
  ["orders.plced # ERROR: MESH2001", 'no event is called "orders.plced"; did you mean "orders.placed"?'],
  ["orders.elsewhere # ERROR: MESH2001", 'no event is called "orders.elsewhere"'],
  ["empty.* # ERROR: MESH2004", 'no event is in domain "empty"'],
  ["retail/orders/*/placed # ERROR: MESH2004", 'no event has a topic that matches "retail/orders/*/placed"'],
  ["nothing/> # ERROR: MESH2004", 'no event has a topic that matches "nothing/>"'],
  [
    "{ event: orders.placed, where: { shopp: oslo } } # ERROR: MESH2005",
    'the topic of "orders.placed" has no parameter "shopp"; did you mean "shop"?',
  ],
  [
    "{ event: orders.*, where: { till: a } } # ERROR: MESH2005",
    'the topic of "orders.returned" has no parameter "till"',
  ],
  [
    "{ event: retail/orders/oslo/>, where: { shop: [oslo, bergen] } } # ERROR: MESH2004",
    'no event that "retail/orders/oslo/>" names has "bergen" as {shop}',
  ],
])("%s is refused", (reference, message) => {
  const diagnostics = expectMarked(`${mesh}      - ${reference}\n`);
  expect(diagnostics.map((diagnostic) => diagnostic.message)).toEqual([message]);
});

test("a value of where that is wrong is pointed at, the others are not", () => {
  expectMarked(`${mesh}
      - event: retail/orders/oslo/>
        where:
          shop:
            - oslo
            - bergen # ERROR: MESH2004
`);
});
