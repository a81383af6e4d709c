import { expect, test } from "vitest";
import { createReporter } from "../../compiler/diagnostics/reporter.ts";
import type { Link, Topology } from "../../compiler/model/topology.ts";
import { prove } from "../../compiler/prove/prove.ts";
import { expectValid } from "../harness/analyze-text.ts";

/** Two hubs and an edge that is on either; the event is stored at one of the hubs. */
function topologyOf(order: string): Topology {
  return expectValid(`apiVersion: meshc/v1
mesh: { name: shop }
teams: { t: {} }
environments: { cloud: { platform: kubernetes }, plant: { platform: kubernetes, dialable: false } }
defaults: { applications: { team: t }, brokers: { engine: nats, environment: cloud } }
brokers:
  north: {}
  south: {}
  site: { environment: plant, uplink: [north, south] }
domains:
  orders:
    owner: t
    topic: orders
    home: north
    delivery: at-least-once
    order: ${order}
    events: { placed: { topic: "{shop}/placed", key: shop } }
applications:
  till: { broker: north, publish: [orders.placed] }
  audit: { broker: site, durable: true, subscribe: [orders.placed] }
`).topology;
}

/** What is said of a mesh whose links of one kind do not keep the order. */
function saidOf(topology: Topology, kind: string): readonly string[] {
  const file = { name: "mesh.yaml", text: "" };
  const report = createReporter(() => ({ span: { file, start: 0, end: 0 } }));
  const losing = (link: Link): Link =>
    link.kind.name === kind ? { ...link, kind: { ...link.kind, ordering: "lost" } } : link;
  prove({ ...topology, links: topology.links.map(losing) }, "2026-06-15", report);
  return report.diagnostics.map(({ code, message }) => `${code} ${message}`);
}

test.each([
  ["leafnode", 'link "site.uplink" (leafnode)'],
  ["gateway", 'link "north.south" (gateway)'],
])("a link of a kind that loses the order is named, on standby too: %s", (kind, hop) => {
  expect(saidOf(topologyOf("key"), kind)).toEqual([
    `MESH3315 "orders.placed" does not come to "audit" in the order of each {shop}: ${hop} does not keep the order of what it carries`,
  ]);
});

test("where no order is asked for none is missed, and NATS keeps it", () => {
  expect(saidOf(topologyOf("none"), "leafnode")).toEqual([]);
  expect(saidOf(topologyOf("key"), "bridge")).toEqual([]);
});

test("events in order have a durable of their own, which gives out one at a time", () => {
  const { durables } = topologyOf("key");
  expect(durables.map(({ name, inOrder }) => [name, inOrder])).toEqual([["audit__placed", true]]);
  expect(topologyOf("none").durables.map(({ name, inOrder }) => [name, inOrder])).toEqual([
    ["audit", undefined],
  ]);
});
