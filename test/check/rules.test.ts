import { expect, test } from "vitest";
import { expectMarked } from "../harness/analyze-text.ts";

const head = `apiVersion: meshc/v1
mesh: { name: shop }
teams: { retail: {}, finance: {} }
environments:
  cloud: { platform: kubernetes }
  frankfurt: { platform: kubernetes, residency: eu }
  ohio: { platform: kubernetes, residency: us }
`;

test.each([
  [["retail/orders", "retail/orders-old"]],
  [["retail/orders", "retail/stock"]],
  [["a/b", "b/a", "a/c"]],
  [["retail/orders", "retail/orders # ERROR: MESH2101"]],
  [["retail", "retail/orders # ERROR: MESH2101"]],
  [["retail/orders # ERROR: MESH2101", "retail"]],
  [["a", "a/b # ERROR: MESH2101", "a/b/c # ERROR: MESH2101, MESH2101"]],
])("domains with the topics %j", (topics) => {
  const domains = topics.map((topic, index) => `  d${index}:\n    owner: retail\n    topic: ${topic}\n`);
  expectMarked(`${head}domains:\n${domains.join("")}`);
});

test.each([
  [["placed", "closed"]],
  [["{shop}/placed", "{shop}/closed"]],
  [["{shop}", "{shop}/{till}"]],
  [["placed", '"{shop}/placed"']],
  [['"{shop}"', "placed # ERROR: MESH2102"]],
  [['"{shop}/placed"', '"oslo/{what}" # ERROR: MESH2102']],
  [['"{a}/b/{c}"', '"x/{y}/z" # ERROR: MESH2102', '"x/b/z" # ERROR: MESH2102, MESH2102']],
  [["same", "same # ERROR: MESH2102"]],
])("events with the topics %j", (topics) => {
  const events = topics.map((topic, index) => {
    const [, written = "", mark = ""] = /^(.*?)( #.*)?$/.exec(topic) ?? [];
    return `      e${index}:${mark}\n        topic: ${written.startsWith("{") ? `"${written}"` : written}\n`;
  });
  expectMarked(`${head}domains:\n  d:\n    owner: retail\n    topic: d\n    events:\n${events.join("")}`);
});

test("an example of a common topic is one", () => {
  const [found] = expectMarked(`${head}domains:
  d:
    owner: retail
    topic: d
    events:
      a: { topic: "{x}/b/{y}" }
      b: { topic: "a/{x}/{y}" } # ERROR: MESH2102
`);
  expect(found?.message).toBe('events "d.b" and "d.a" overlap: "d/a/b/x" would be both');
});

const orders = `domains:
  orders:
    owner: retail
    topic: retail/orders
    share: { subscribe: [finance] }
    events:
      placed: { topic: "{shop}/placed" }
      audited: { share: private }
      reported: { share: { publish: [finance] } }
      announced: { share: all }
  secrets: { owner: retail, topic: retail/secrets, events: { told: {} } }
brokers: { core: { environment: cloud, engine: nats } }
`;

test.each([
  ["retail", "publish", "orders.audited"],
  ["retail", "subscribe", "retail/>"],
  ["finance", "subscribe", "orders.placed"],
  ["finance", "subscribe", "orders.announced"],
  ["finance", "subscribe", "orders.*"],
  ["finance", "subscribe", "retail/orders/*/placed"],
  ["finance", "publish", "orders.reported"],
  ["finance", "publish", "orders.*"],
  ["finance", "publish", "orders.placed # ERROR: MESH2104"],
  ["finance", "publish", "orders.announced # ERROR: MESH2104"],
  ["finance", "subscribe", "orders.audited # ERROR: MESH2104"],
  ["finance", "subscribe", "orders.reported # ERROR: MESH2104"],
  ["finance", "subscribe", "secrets.* # ERROR: MESH2104"],
  ["finance", "subscribe", "retail/orders/* # ERROR: MESH2104, MESH2104"],
  ["finance", "subscribe", "retail/secrets/> # ERROR: MESH2104"],
  ["finance", "subscribe", "{ event: orders.placed, where: { shop: oslo } }"],
])("team %s may %s %s", (team, action, reference) => {
  expectMarked(`${head}${orders}applications:
  app:
    team: ${team}
    broker: core
    ${action}:
      - ${reference}
`);
});

test.each([
  ["de", "customers.moved"],
  ["de", "customers.*"],
  ["us", "customers.counted"],
  ["us", "customers.moved # ERROR: MESH2105"],
  ["us", "customers.greeted"],
  ["us", "customers.* # ERROR: MESH2105"],
  ["us", "retail/customers/> # ERROR: MESH2105"],
  ["anywhere", "customers.greeted"],
  ["anywhere", "customers.moved # ERROR: MESH2105"],
  ["anywhere", "customers.counted # ERROR: MESH2105"],
])("at broker %s an application refers to %s", (broker, reference) => {
  for (const action of ["publish", "subscribe"]) {
    expectMarked(`${head}domains:
  customers:
    owner: retail
    topic: retail/customers
    residency: [eu]
    events: { moved: {}, counted: { residency: [eu, us] }, greeted: { residency: null } }
brokers:
  de: { environment: frankfurt, engine: nats }
  us: { environment: ohio, engine: nats }
  anywhere: { environment: cloud, engine: nats }
applications:
  app:
    team: retail
    broker: ${broker}
    ${action}:
      - ${reference}
`);
  }
});

test("an event whose residency lists no place is said to be allowed nowhere", () => {
  const [found] = expectMarked(`${head}domains:
  customers: { owner: retail, topic: customers, residency: [], events: { moved: {} } }
brokers: { de: { environment: frankfurt, engine: nats } }
applications:
  app:
    team: retail
    broker: de
    publish: [customers.moved] # ERROR: MESH2105
`);
  expect(found?.message).toMatch(/^"customers.moved" may be nowhere \(its `residency` is empty\), but /);
});

test.each([
  ["retail, group: pickers", "retail, group: pickers"],
  ["retail, group: pickers", "finance, group: billers"],
  ["retail, group: pickers", "finance"],
  ["retail, group: workers", "finance, group: workers", " # ERROR: MESH2106"],
])("members of groups: { team: %s } and { team: %s }", (one, other, mark = "") => {
  expectMarked(`${head}${orders}applications:
  one: { broker: core, subscribe: [orders.announced], team: ${one} }
  other: { broker: core, subscribe: [orders.announced], team: ${other} }${mark}
`);
});

test.each([
  ["orders", '"{shop}/placed"'],
  ["größe/été", "αβ"],
  ["a~b/c:d/e@f", "g_h-i"],
  ["orders.v2 # ERROR: MESH2107", "placed"],
  ["_INBOX # ERROR: MESH2107", "placed"],
  ["_INBOX_x/a # ERROR: MESH2107", "placed"],
  ["a/_INBOX", "placed"],
  ["_R_ # ERROR: MESH2107", "placed"],
  ["orders", "v1.0/placed # ERROR: MESH2107"],
  ["orders", '"{shop}/v1.0" # ERROR: MESH2107'],
])("NATS and a domain's topic %s with an event's topic %s", (domain, event) => {
  expectMarked(`${head}brokers: { core: { environment: cloud, engine: nats } }
domains:
  d:
    owner: retail
    topic: ${domain}
    events:
      e:
        description: An event.
        topic: ${event}
`);
});

test("without a broker that could not carry it, a level may hold what NATS refuses", () => {
  expectMarked(`${head}domains: { d: { owner: retail, topic: a.b, events: { e: {} } } }\n`);
});

test.each([
  ["{ event: orders.placed, where: { shop: oslo.north } } # ERROR: MESH2107"],
  ["{ event: orders.placed, where: { shop: [oslo, b.c, d.e] } } # ERROR: MESH2107, MESH2107"],
  ["retail/orders/b.c/placed # ERROR: MESH2107"],
  ["retail/orders/_INBOX/placed"],
])("NATS and a reference narrowed as in %s", (reference) => {
  expectMarked(`${head}${orders}applications:
  app:
    team: retail
    broker: core
    publish:
      - ${reference}
`);
});
