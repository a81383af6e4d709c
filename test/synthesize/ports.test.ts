import { expect, test } from "vitest";
import { createReporter } from "../../compiler/diagnostics/reporter.ts";
import { declaredAddressing } from "../../compiler/synthesize/declared-addressing.ts";
import { analyzeText, expectMarked, expectValid } from "../harness/analyze-text.ts";

const head = `apiVersion: meshc/v1
mesh: { name: shop }
environments:
  office: { platform: local }
  shop: { platform: local, dialable: false }
  cloud: { platform: kubernetes }
  rack: { platform: hosts, hosts: { a: { address: 10.0.0.1, publicAddress: 1.1.1.1 }, b: { address: 10.0.0.2 } } }
defaults: { brokers: { engine: nats } }
brokers:
`;

test.each([
  ["  a: { environment: cloud }", { a: "management nats" }],
  ["  a: { environment: cloud, replicas: 2 }", { a: "cluster management nats" }],
  [
    "  a: { environment: cloud }\n  b: { environment: cloud }",
    { a: "gateway management nats", b: "gateway management nats" },
  ],
  [
    "  a: { environment: cloud }\n  e: { environment: cloud, role: edge, uplink: a }\n  f: { environment: cloud, role: edge, uplink: [e, a] }",
    { a: "leafnode management nats", e: "leafnode management nats", f: "management nats" },
  ],
])("brokers listen only where somebody connects: %s", (brokers, expected) => {
  const { topology } = expectValid(`${head}${brokers}\n`);
  const listeners = [...topology.brokers].map(([name, node]) => [name, [...node.listeners.keys()].join(" ")]);
  expect(Object.fromEntries(listeners)).toEqual(expected);
});

test("a port is the one that is written, else the engine's own", () => {
  const { topology } = expectValid(
    `${head}  a: { environment: cloud, replicas: 3, listeners: { nats: 5222, cluster: { port: 5333 } } }\n`,
  );
  expect(Object.fromEntries(topology.brokers.get("a")?.listeners ?? [])).toEqual({
    cluster: 5333,
    management: 8222,
    nats: 5222,
  });
});

test.each([
  ["two clusters apart", "  a: { environment: cloud }\n  b: { environment: cloud }"],
  ["two hosts", "  a: { environment: rack, hosts: [a] }\n  b: { environment: rack, hosts: [b] }"],
  [
    "one host twice",
    "  a: { environment: rack, hosts: [a] }\n  b: { environment: rack, hosts: [a], role: edge, listeners: { nats: 4333 } } # ERROR: MESH3012",
  ],
  [
    "this machine, a cluster and what stands in its way",
    "  a: { environment: office, replicas: 3 }\n  b: { environment: shop, listeners: { nats: 4224, management: 8333 } } # ERROR: MESH3012",
  ],
  [
    "this machine, far enough apart",
    "  a: { environment: office, replicas: 3 }\n  b: { environment: shop, listeners: { nats: 4225, management: 8225 } }",
  ],
  [
    "a broker that stands in its own way",
    "  a: { environment: cloud, listeners: { nats: 8222 } } # ERROR: MESH3012",
  ],
  [
    "clusters that grow into one another",
    "  a: { environment: office, replicas: 2, listeners: { nats: 6221 } } # ERROR: MESH3012",
  ],
  ["the last port", "  a: { environment: office, replicas: 2, listeners: { nats: 65534 } }"],
  [
    "a port too high",
    "  a: { environment: office, replicas: 2, listeners: { nats: 65535 } } # ERROR: MESH3013",
  ],
  ["the last port in a cluster", "  a: { environment: cloud, replicas: 2, listeners: { nats: 65535 } }"],
])("ports: %s", (_, brokers) => {
  expectMarked(`${head}${brokers}\n`);
});

test("a collision shows both places", () => {
  const [found] = expectMarked(`${head}
  a: { environment: office, listeners: { nats: 5000 } }
  b: { environment: shop, listeners: { nats: 5000, management: 8333 } } # ERROR: MESH3012
`);
  expect(found?.message).toBe(`"b-0" (nats) and "a-0" (nats) would both listen on port 5000 of this machine`);
  expect(found?.related).toHaveLength(1);
});

test("for a run on this machine ports are given out later, so none collide", () => {
  const brokers = "  a: { environment: office }\n  b: { environment: shop }\n";
  expect(analyzeText(`${head}${brokers}`).ok).toBe(false);
  expect(analyzeText(`${head}${brokers}`, { mode: "up" }).ok).toBe(true);
});

const spread = `${head}
  here: { environment: office, replicas: 2 }
  host: { environment: rack, hosts: [a, b] }
  named: { environment: rack, hosts: [b], address: events.example.org, listeners: { nats: 5222, management: 9222, gateway: 5777 } }
  nowhere: { environment: cloud }
`;

test.each([
  ["here-1", "nats", "shop", "127.0.0.1:4223"],
  ["host-0", "nats", "rack", "10.0.0.1:4222"],
  ["host-0", "gateway", "office", "1.1.1.1:7222"],
  ["host-1", "gateway", "office", "10.0.0.2:7222"],
  ["host-0", "nats", undefined, "1.1.1.1:4222"],
  ["named-0", "nats", "rack", "10.0.0.2:5222"],
  ["named-0", "nats", "office", "events.example.org:5222"],
])("%s is dialed at its listener %s from %s as %s", (instance, listener, from, expected) => {
  const { topology, locate } = expectValid(spread);
  const report = createReporter(locate);
  const { host, port } = declaredAddressing(topology, new Set(["office"]), report).dial(
    instance,
    listener,
    from,
  );
  expect(`${host}:${port}`).toBe(expected);
  expect(report.diagnostics).toEqual([]);
});

test("an address that nobody declared is missed once, and only by those who are asked for", () => {
  const { topology, locate } = expectValid(spread);
  const report = createReporter(locate);
  const addressing = declaredAddressing(topology, new Set(["office"]), report);
  addressing.dial("nowhere-0", "gateway", "rack");
  addressing.dial("nowhere-0", "gateway", undefined);
  expect(report.diagnostics).toEqual([]);
  addressing.dial("nowhere-0", "gateway", "office");
  addressing.dial("nowhere-0", "nats", "office");
  expect(report.diagnostics.map(({ code }) => code)).toEqual(["MESH3021"]);
});

test("a broker binds loopback on this machine and every address elsewhere", () => {
  const { topology, locate } = expectValid(spread);
  const addressing = declaredAddressing(topology, new Set(), createReporter(locate));
  expect(addressing.bind("here-1", "nats")).toEqual({ host: "127.0.0.1", port: 4223 });
  expect(addressing.bind("host-1", "nats")).toEqual({ host: "0.0.0.0", port: 4222 });
});
