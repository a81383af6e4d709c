import { expect, test } from "vitest";
import { analyzeText } from "../harness/analyze-text.ts";

const head = `apiVersion: meshc/v1
mesh: { name: shop }
teams: { retail: {} }
environments:
  cloud: { platform: kubernetes }
  plant: { platform: kubernetes, dialable: false }
brokers:
  core: { environment: cloud, engine: nats }
  west: { environment: cloud, engine: nats }
  line: { environment: plant, engine: nats, uplink: [core, west] }
domains:
  orders: { owner: retail, topic: orders, events: { placed: {} } }
applications:
  till: { team: retail, broker: line, publish: [orders.placed] }
  books: { team: retail, broker: core, subscribe: [orders.placed] }
policies: { sealed: { encryptInTransit: true } }
`;

const plain = (text: string, broker: string, more = "") =>
  text.replace(`${broker}: { `, `${broker}: { tls: { mode: off }, ${more}`);
const allPlain = ["core", "west", "line"].reduce((text, broker) => plain(text, broker), head);
const encrypted = `links:
  one: { between: [core, line], encrypted: true }
  two: { between: [west, line], encrypted: true }
  three: { between: [core, west], encrypted: true }
`;

function openHops(text: string): readonly string[] {
  const { diagnostics } = analyzeText(text);
  return diagnostics
    .filter(({ code }) => code === "MESH3204")
    .map(({ message }) => message.replace(/^.*goes unencrypted /, ""))
    .toSorted();
}

test.each<[string, string, readonly string[]]>([
  ["every broker speaks TLS", head, []],
  [
    "no broker does, and the network encrypts the links",
    `${allPlain}${encrypted}`,
    [`from an application to broker "line"`, `from broker "core" to an application`],
  ],
  [
    "a broker has several instances and no TLS",
    `${plain(head, "core", "replicas: 3, ").replace("core: { tls", "core: { tls")}${encrypted}`.replace(
      "west: { ",
      "west: { tls: { mode: off }, ",
    ),
    [`between the instances of broker "core"`, `from broker "core" to an application`],
  ],
  [
    "only the reader's edge speaks none, and the way to it does",
    `${plain(head, "line").replace("publish:", "subscribe:").replace("core, subscribe: [", "core, publish: [")}links:
  one: { between: [core, line], encrypted: true }
  two: { between: [west, line], encrypted: true }
`,
    [`from broker "line" to an application`],
  ],
])("where %s the open hops are told", (_, text, expected) => {
  expect(openHops(text)).toEqual(expected);
});

test("a standby way that is not encrypted is told though the active one is", () => {
  const text = `apiVersion: meshc/v1
mesh: { name: shop }
teams: { retail: {} }
environments: { desk: { platform: local } }
defaults: { brokers: { environment: desk, engine: nats, tls: { mode: required } } }
brokers:
  core: {}
  a: { role: edge, uplink: core, listeners: { nats: 4232, management: 8232, leafnode: 7432 } }
  b: { role: edge, uplink: c, listeners: { nats: 4242, management: 8242, leafnode: 7542 } }
  c: { role: edge, uplink: core, tls: { mode: off }, listeners: { nats: 4252, management: 8252, leafnode: 7652 } }
  till: { role: edge, uplink: [a, b], listeners: { nats: 4262, management: 8262 } }
domains: { orders: { owner: retail, topic: orders, events: { placed: {} } } }
applications:
  sends: { team: retail, broker: till, publish: [orders.placed] }
  books: { team: retail, broker: core, subscribe: [orders.placed] }
policies: { sealed: { encryptInTransit: true } }
`;
  expect(openHops(text)).toEqual([`between brokers "b" and "c"`]);
  expect(openHops(text.replace("uplink: [a, b]", "uplink: a"))).toEqual([]);
});

test("a policy that only warns warns, and an exception says nothing", () => {
  const severity = (policy: string) =>
    analyzeText(`${allPlain}${encrypted}`.replace("encryptInTransit: true", policy))
      .diagnostics.filter(({ code }) => code === "MESH3204")
      .map((one) => one.severity);
  expect(severity("encryptInTransit: true, severity: warning")).toEqual(["warning", "warning"]);
  expect(severity("encryptInTransit: true, except: [{ why: the old line, applications: [till] }]")).toEqual(
    [],
  );
});
