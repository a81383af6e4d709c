import { expect, test } from "vitest";
import { expectMarked, expectValid } from "../harness/analyze-text.ts";

const head = `apiVersion: meshc/v1
mesh: { name: shop }
teams: { retail: {} }
environments:
  cloud: { platform: kubernetes }
  shop: { platform: kubernetes, dialable: false }
domains:
  orders: { owner: retail, topic: orders, events: { placed: { topic: placed } } }
`;
const brokers = `brokers:
  core: { environment: cloud, engine: nats, address: a.example.org }
  annex: { environment: cloud, engine: nats, address: b.example.org }
  till: { environment: shop, engine: nats }
  kiosk: { environment: shop, engine: nats }
  depot: { environment: shop, engine: nats, uplink: [till, annex] }
`;

test.each([
  ["publish: [orders.placed], group: g", " # ERROR: MESH2111"],
  ["group: g", " # ERROR: MESH2111"],
  ["subscribe: [], group: g", " # ERROR: MESH2111"],
  ["subscribe: [orders.placed], group: g", ""],
  ["publish: [orders.placed]", ""],
])("an application with { %s }", (keys, mark) => {
  expectMarked(`${head}${brokers}applications:\n  a: { team: retail, broker: core, ${keys} }${mark}\n`);
});

test.each([
  ["[till, core], cost: 2", ""],
  ["[core, till], domains: [orders]", ""],
  ["[annex, till], cost: 2, domains: [orders]", ""],
  ["[core, annex], cost: 2", ""],
  ["[depot, till], domains: [orders]", ""],
  ["[depot, annex], domains: [orders]", ""],
  ["[till, kiosk], latency: 1ms", ""],
  ["[till, kiosk], via: none", ""],
  ["[kiosk, till], via: leafnode, domains: [orders]", ""],
  ["[till, kiosk], cost: 1", " # WARNING: MESH2112"],
  ["[till, kiosk], domains: [orders]", " # WARNING: MESH2112"],
  ["[depot, kiosk], cost: 2, domains: [orders]", " # WARNING: MESH2112, MESH2112"],
])("an entry of links between %s", (keys, mark) => {
  expectMarked(`${head}${brokers}links:\n  wire: { between: ${keys} }${mark}\n`);
});

test("what is about a link that could not be made is not reported on top", () => {
  expectMarked(`${head}brokers:
  till: { environment: shop, engine: nats } # ERROR: MESH3007
  kiosk: { environment: shop, engine: nats } # ERROR: MESH3007
links:
  wire: { between: [till, kiosk], cost: 2 }
`);
});

test.each([
  ["environment: cloud", "gateway: 7222, leafnode: 7422, cluster: 6222", ""],
  ["environment: shop", "leafnode: 7422, cluster: 6222, nats: 4222, management: 8222", ""],
  ["environment: shop", "gateway: 7222", " # ERROR: MESH2113"],
  ["environment: shop", "gateway: { port: 7222 }", " # ERROR: MESH2113"],
  ["environment: cloud, role: edge", "gateway: 7222", " # ERROR: MESH2113"],
])("a broker with { %s } and the ports { %s }", (keys, ports, mark) => {
  expectMarked(`${head}brokers:
  core: { environment: cloud, engine: nats, address: a.example.org }
  other: { ${keys}, engine: nats, address: b.example.org, listeners: { ${ports} } }${mark}
`);
});

test("a port of `defaults` may be of a listener that some brokers, or all, cannot have", () => {
  for (const role of ["hub", "edge"]) {
    const text = `${head}defaults: { brokers: { listeners: { gateway: 7222, leafnode: 7422 } } }
brokers:
  core: { environment: cloud, engine: nats, role: ${role}, address: a.example.org }
`;
    expect(expectValid(text).warnings).toEqual([]);
  }
});

test("a broker's own port counts though `defaults` have one too", () => {
  expectMarked(`${head}defaults: { brokers: { listeners: { gateway: 7222 } } }
brokers:
  core: { environment: cloud, engine: nats, address: a.example.org }
  till: { environment: shop, engine: nats, listeners: { gateway: 7223 } } # ERROR: MESH2113
`);
});

test("a template's port is for those of its brokers that have the listener", () => {
  const template = (rows: string, mark: string) => `${head}brokers:
  core: { environment: cloud, engine: nats, address: a.example.org }
  b-$(n):
    each: [${rows}]
    environment: $(e)
    engine: nats
    address: c.example.org
    listeners:
      gateway: 7222${mark}
`;
  expectMarked(template("{ n: 1, e: cloud }, { n: 2, e: shop }", ""));
  expectMarked(template("{ n: 1, e: shop }, { n: 2, e: shop }", " # ERROR: MESH2113"));
});

const plants = `apiVersion: meshc/v1
mesh: { name: plants }
environments: { cloud: { platform: local }, plant: { platform: local, dialable: false } }
`;

test("storage of `defaults`, and of a template of which one broker stores, is for those that can", () => {
  expectMarked(`${plants}defaults: { brokers: { storage: 1Gi } }
brokers:
  core: { environment: cloud, engine: nats }
  floor: { environment: plant, engine: mosquitto, listeners: { mqtt: 1884 } }
`);
  expectMarked(
    `${plants}brokers:
  core: { environment: cloud, engine: nats }
  $(engine)-edge:
    each: [{ engine: nats, port: 4300 }, { engine: mosquitto, port: 1884 }]
    environment: plant
    engine: $(engine)
    storage: 1Gi
`,
    { mode: "up" },
  );
});

test("storage of a template of which no broker stores is told once", () => {
  expectMarked(
    `${plants}defaults: { brokers: { storage: 1Gi } }
brokers:
  core: { environment: cloud, engine: nats }
  floor-$(number):
    each: [{ number: 1 }, { number: 2 }]
    environment: plant
    engine: mosquitto
    storage: 2Gi # ERROR: MESH2118
`,
    { mode: "up" },
  );
});
