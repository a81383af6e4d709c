import { expect, test } from "vitest";
import { expectValid, analyzeText } from "../harness/analyze-text.ts";

interface Parts {
  readonly brokers?: string;
  readonly events?: string;
  readonly terms?: string;
  readonly applications: string;
  readonly links?: string;
}

/** A hub in each of two residencies, an edge with the first one above it, and an edge below that. */
function manifest({ brokers, events = "{ created: {}, closed: {} }", terms = "", ...rest }: Parts): string {
  return `apiVersion: meshc/v1
mesh: { name: shop }
teams: { t: {} }
environments:
  east: { platform: kubernetes, residency: eu }
  west: { platform: kubernetes, residency: us }
  plant: { platform: kubernetes, residency: eu, dialable: false }
defaults: { applications: { team: t }, brokers: { engine: nats } }
brokers:
  paris: { environment: east, replicas: 3, storage: 1Gi }
  austin: { environment: west }
${brokers ?? "  floor: { environment: plant, storage: 1Gi, uplink: paris }\n  line: { environment: plant, uplink: floor }"}
domains:
  orders: { owner: t, topic: orders, delivery: at-least-once, home: paris, ${terms}events: ${events} }
applications:
${rest.applications}
${rest.links ?? ""}
`;
}

function sourcesOf(parts: Parts): readonly string[] {
  const { sources } = expectValid(manifest(parts)).topology;
  return sources.map(({ name, events }) => `${name}: ${events.map((event) => event.name).join(" ")}`);
}

function codesOf(parts: Parts): readonly string[] {
  return analyzeText(manifest(parts)).diagnostics.map(({ code }) => code);
}

test("an edge with storage keeps what is published at it, and what comes up to it", () => {
  const applications =
    "  a: { broker: floor, publish: [orders.closed] }\n  b: { broker: line, publish: [orders.created] }";
  expect(sourcesOf({ applications })).toEqual(["orders_from_floor: closed created"]);
});

test("what an edge below keeps does not come to the edge above it", () => {
  const brokers = `  floor: { environment: plant, storage: 1Gi, uplink: paris }
  line: { environment: plant, storage: 1Gi, uplink: floor }`;
  const applications = "  a: { broker: line, publish: [orders.*] }";
  expect(sourcesOf({ brokers, applications })).toEqual(["orders_from_line: closed created"]);
});

test("an edge without storage keeps what may not be lost while it is cut off, and nothing else", () => {
  const events = "{ created: { offline: 1h }, closed: {} }";
  const applications = "  a: { broker: line, publish: [orders.*] }";
  const brokers = `  floor: { environment: plant, uplink: paris }
  line: { environment: plant, uplink: floor }`;
  expect(sourcesOf({ brokers, events, applications })).toEqual(["orders_from_line: created"]);
});

test("hubs keep nothing first, and what is not stored is not kept", () => {
  const events = "{ created: {}, closed: { delivery: at-most-once } }";
  const applications =
    "  a: { broker: paris, publish: [orders.*] }\n  b: { broker: floor, publish: [orders.closed] }";
  expect(sourcesOf({ events, applications })).toEqual([]);
});

test("what may not go to a standby target is kept by itself, and the rest is drawn up over it", () => {
  const parts = {
    brokers: "  floor: { environment: plant, storage: 1Gi, uplink: [paris, austin] }",
    events: "{ created: {}, closed: { residency: [eu] } }",
    applications: "  a: { broker: floor, publish: [orders.*] }",
  };
  expect(sourcesOf(parts)).toEqual(["orders_closed_from_floor: closed", "orders_from_floor: created"]);
  const { identities } = expectValid(manifest(parts)).topology;
  const uses = identities.find(({ name }) => name === "link.floor.uplink")?.uses;
  const drawn = (target: string) => uses?.get(target)?.sources.map(({ name }) => name);
  expect(drawn("paris")).toEqual(["orders_closed_from_floor", "orders_from_floor"]);
  expect(drawn("austin")).toEqual(["orders_from_floor"]);
});

test("who reads as it passes what an edge keeps below is told so, also where only a standby target leads there", () => {
  const applications =
    "  a: { broker: line, publish: [orders.created] }\n  b: { broker: paris, subscribe: [orders.created] }";
  expect(codesOf({ applications })).toContain("MESH3317");
  const brokers = `  floor: { environment: plant, storage: 1Gi, uplink: paris }
  line: { environment: plant, uplink: [paris, floor] }`;
  expect(codesOf({ brokers, applications })).toContain("MESH3317");
});

test("a standby target that the event may not go to does not keep it from who reads it", () => {
  const brokers = `  floor: { environment: plant, storage: 1Gi, uplink: austin }
  line: { environment: plant, uplink: [paris, floor] }`;
  const parts = {
    brokers,
    terms: "residency: [eu], ",
    applications:
      "  a: { broker: line, publish: [orders.created] }\n  b: { broker: paris, subscribe: [orders.created] }",
  };
  expect(codesOf(parts)).not.toContain("MESH3317");
});

test("an event that may come to nobody twice has one first keeper, over links that let it through", () => {
  const at = (uplink: string, links?: string) => ({
    brokers: `  floor: { environment: plant, storage: 1Gi, uplink: paris }
  line: { environment: plant, uplink: ${uplink} }`,
    events: "{ created: { duplicates: none } }",
    applications: "  a: { broker: line, publish: [orders.created] }",
    ...(links !== undefined && { links }),
  });
  const reader = "\n  b: { broker: paris, durable: true, subscribe: [orders.created] }";
  const told = (parts: Parts) =>
    analyzeText(manifest({ ...parts, applications: parts.applications + reader }))
      .diagnostics.filter(({ code }) => code === "MESH3316")
      .map(({ message }) => message)
      .filter((message) => message.includes("can be kept at"));
  expect(told(at("[paris, floor]"))).toHaveLength(1);
  expect(told(at("floor"))).toEqual([]);
  expect(told(at("[paris, floor]", "links: { narrow: { between: [line, floor], domains: [] } }"))).toEqual(
    [],
  );
});
