import { expect, test } from "vitest";
import { printPattern } from "../../compiler/model/topic.ts";
import { expectMarked, expectValid } from "../harness/analyze-text.ts";

const head = `apiVersion: meshc/v1
mesh: { name: shop }
teams: { retail: {}, finance: {}, service: {} }
`;

test("an event has from its domain what it does not say itself", () => {
  const { topology } = expectValid(`${head}
domains:
  orders:
    owner: retail
    topic: retail/orders
    share: { subscribe: [finance], publish: [service] }
    residency: [eu]
    classification: [pii]
    events:
      placed: {}
      counted: { topic: "{shop}/counted", share: all, residency: [us], classification: [] }
      closed: { share: private }
`);
  const events = topology.mesh.domains.get("orders")?.events;
  expect(events?.get("placed")).toMatchObject({
    owner: "retail",
    domain: "orders",
    topic: ["retail", "orders", "placed"],
    share: { subscribe: ["finance"], publish: ["service"] },
    residency: ["eu"],
    classification: ["pii"],
  });
  expect(events?.get("counted")).toMatchObject({
    topic: ["retail", "orders", "*", "counted"],
    share: { subscribe: "all", publish: [] },
    residency: ["us"],
    classification: [],
  });
  expect(events?.get("counted")?.parameters).toEqual(new Map([["shop", 2]]));
  expect(events?.get("closed")?.share).toEqual({ subscribe: [], publish: [] });
});

test("an event may begin like its domain as long as it does not repeat it", () => {
  const { topology } = expectValid(`${head}
domains:
  orders:
    owner: retail
    topic: retail/orders
    events: { placed: { topic: retail/placed }, orders: { topic: retail/orders } }
`);
  const topics = [...(topology.mesh.domains.get("orders")?.events.values() ?? [])].map(
    (event) => event.topic,
  );
  expect(topics.map(printPattern)).toEqual(["retail/orders/retail/placed", "retail/orders/retail/orders"]);
});

test.each([
  ["{ platform: local }", "process"],
  ["{ platform: hosts }", "systemd"],
  ["{ platform: vms }", "systemd"],
  ["{ platform: eks }", "pulumi"],
  ["{ platform: ecs, deploy: pulumi }", "pulumi"],
  ["{ platform: openshift, deploy: manifests }", "manifests"],
])("environment %s is deployed with %s", (environment, deploy) => {
  const { topology } = expectValid(`${head}environments: { here: ${environment} }\n`);
  expect(topology.mesh.environments.get("here")).toMatchObject({ deploy, dialable: true });
});

test.each([
  ["platform: local, deploy: systemd", "Leave `deploy` out, or write process."],
  ["platform: hosts, deploy: process", "Leave `deploy` out, or write systemd."],
  ["platform: gke, deploy: process", "Leave `deploy` out, or write pulumi or manifests."],
])("environment { %s } cannot be deployed so", (environment, help) => {
  const [found] = expectMarked(`${head}environments: { here: { ${environment} } } # ERROR: MESH2011\n`);
  expect(found?.help).toBe(help);
});

const hosts = `${head}environments:
  local: { platform: local }
  cluster: { platform: kubernetes }
  one: { platform: hosts, hosts: { a: { address: 10.0.0.1, publicAddress: 1.2.3.4 } } }
  none: { platform: hosts }
  machines: { platform: vms, machines: { m: { type: small }, n: { type: small } } }
  two: { platform: hosts, hosts: { a: { address: 10.0.0.1 }, b: { address: 10.0.0.2 } } }
`;

test.each([
  ["{ environment: local, engine: nats }", ["core-0"]],
  ["{ environment: local, engine: nats, replicas: 3 }", ["core-0", "core-1", "core-2"]],
  ["{ environment: cluster, engine: nats, replicas: 2 }", ["core-0", "core-1"]],
  ["{ environment: one, engine: nats }", ["core-0 on a"]],
  ["{ environment: one, engine: nats, replicas: 1 }", ["core-0 on a"]],
  ["{ environment: two, engine: nats, hosts: [b, a] }", ["core-0 on b", "core-1 on a"]],
  ["{ environment: two, engine: nats, hosts: [b] }", ["core-0 on b"]],
  ["{ environment: machines, engine: nats, hosts: [n, m] }", ["core-0 on n", "core-1 on m"]],
])("broker %s has the instances %j", (broker, expected) => {
  const { topology } = expectValid(`${hosts}brokers: { core: ${broker} }\n`);
  const instances = topology.mesh.brokers.get("core")?.instances ?? [];
  expect(instances.map(({ name, host }) => (host ? `${name} on ${host.name}` : name))).toEqual(expected);
});

test.each([
  ["{ environment: two, engine: nats } # ERROR: MESH2002"],
  ["{ environment: two, engine: nats, replicas: 2 } # ERROR: MESH2002"],
  ["{ environment: machines, engine: nats } # ERROR: MESH2002"],
  ["{ environment: none, engine: nats, replicas: 2 } # ERROR: MESH2003"],
  ["{ environment: two, engine: nats, hosts: [a, a] } # ERROR: MESH2003"],
  ["{ environment: one, engine: nats, replicas: 2 } # ERROR: MESH2003"],
  ["{ environment: two, engine: nats, hosts: [c] } # ERROR: MESH2001"],
  ["{ environment: local, engine: nats, hosts: [a] } # ERROR: MESH2001"],
  ["{ environment: locla, engine: nats } # ERROR: MESH2001"],
])("broker %s is refused, and nothing else is found wrong with it", (broker) => {
  expectMarked(`${hosts}brokers:\n  core: ${broker}\n`);
});

test("two brokers that name no host of several do not meet on one by accident", () => {
  expectMarked(`${hosts}brokers:
  core: { environment: two, engine: nats } # ERROR: MESH2002
  hall: { environment: two, engine: nats } # ERROR: MESH2002
`);
});

test("an unknown uplink is one error, and the edge is given no other", () => {
  expectMarked(`${hosts}brokers:
  core: { environment: local, engine: nats }
  edge:
    environment: cluster
    engine: nats
    role: edge
    uplink: coer # ERROR: MESH2001
`);
});

test("what many entries have from one default is said once", () => {
  expectMarked(`${head}
environments: { cloud: { platform: local } }
defaults:
  brokers: { environment: clod, engine: nats } # ERROR: MESH2001
brokers: { core: {}, hall: {}, till: {} }
domains:
  orders:
    owner: retail
    topic: orders
    share: [retial] # ERROR: MESH2001
    events: { placed: {}, closed: {}, moved: {} }
`);
});

test("an error in an expansion names the row", () => {
  const [found] = expectMarked(`${head}
environments: { cloud: { platform: local } }
brokers:
  till-$(shop):
    environment: $(where) # ERROR: MESH2001
    engine: nats
    each:
      - { shop: oslo, where: cloud }
      - { shop: bergen, where: clod }
`);
  expect(found?.message).toBe('no environment is called "clod"; did you mean "cloud"?');
  expect(found?.related.map((note) => note.at.file.text.slice(note.at.start).split("\n")[0])).toEqual([
    expect.stringContaining("bergen"),
  ]);
});

test.each([
  ["{ between: [core, core] } # ERROR: MESH2009"],
  ["{ between: [core, corr] } # ERROR: MESH2001"],
  ["{ between: [till, core], cost: 3 } # ERROR: MESH2008"],
  ["{ between: [core, shelf], domains: [order] } # ERROR: MESH2001"],
])("link %s is refused", (link) => {
  expectMarked(`${head}
environments: { cloud: { platform: kubernetes }, shop: { platform: kubernetes, dialable: false } }
brokers:
  core: { environment: cloud, engine: nats }
  till: { environment: shop, engine: nats }
  shelf: { environment: shop, engine: nats }
domains: { orders: { owner: retail, topic: orders } }
links:
  first: { between: [core, till] }
  second: ${link}
`);
});

test.each(["2026-02-29", "2027-04-31"])("%s is no day on which an exception could end", (day) => {
  expectMarked(`${head}policies:
  near:
    maxHops: 3
    except: [{ why: moves, until: "${day}" }] # ERROR: MESH2010
`);
});

test("a leap day is a day", () => {
  expectValid(`${head}policies: { near: { maxHops: 3, except: [{ why: moves, until: "2028-02-29" }] } }\n`);
});
