import { expect, test } from "vitest";
import type { Topology } from "../../compiler/model/topology.ts";
import { expectValid } from "../harness/analyze-text.ts";

interface Parts {
  readonly brokers?: string;
  readonly links?: string;
  readonly domains?: string;
  readonly applications: string;
}

/** Two hubs in the EU and one in the US, an edge below `north` and one below that. */
function topologyOf({ brokers = "", links = "", domains = "", applications }: Parts): Topology {
  return expectValid(`apiVersion: meshc/v1
mesh: { name: shop }
teams: { t: {} }
environments:
  cloud: { platform: kubernetes, residency: eu }
  far: { platform: kubernetes, residency: us }
  plant: { platform: kubernetes, residency: eu, dialable: false }
defaults: { applications: { team: t }, brokers: { engine: nats } }
brokers:
  east: { environment: far }
  north: { environment: cloud, replicas: 3 }
  south: { environment: cloud }
  site: { environment: plant, uplink: north }
  line: { environment: plant, uplink: site }
${brokers}
${links}
domains:
  orders: { owner: t, topic: orders, events: { placed: {}, paid: {} } }
  people: { owner: t, topic: people, residency: [eu], events: { moved: {} } }
  jobs: { owner: t, topic: jobs, delivery: at-least-once, home: south, events: { asked: {} } }
${domains}
applications:
${applications}
`).topology;
}

function namesOf(topology: Topology, application: string): readonly string[] {
  return topology.places.get(application)?.brokers.map(({ name }) => name) ?? [];
}

const all = ["east", "line", "north", "site", "south"];

test.each<readonly [string, Omit<Parts, "applications">, string, readonly string[]]>([
  ["every broker, where nothing keeps its events away", {}, "subscribe: [orders.*]", all],
  [
    "only brokers where all of its events may be",
    {},
    "subscribe: [people.moved, orders.paid]",
    ["line", "north", "site", "south"],
  ],
  [
    "no broker beyond a link that does not carry its events",
    { links: "links: { narrow: { between: [line, site], domains: [people] } }" },
    "publish: [orders.placed]",
    ["east", "north", "site", "south"],
  ],
  [
    "no broker whose standby uplink leads where its events may not be",
    { brokers: "  van: { environment: plant, uplink: [north, east] }" },
    "publish: [people.moved]",
    ["line", "north", "site", "south"],
  ],
])("an application with `broker: any` attaches to %s", (_, parts, references, places) => {
  const topology = topologyOf({ ...parts, applications: `  roamer: { broker: any, ${references} }` });
  expect(namesOf(topology, "roamer")).toEqual(places);
});

test("why an application may not attach to a broker is told", () => {
  const links = "links: { narrow: { between: [line, site], domains: [orders] } }";
  const topology = topologyOf({ links, applications: "  roamer: { broker: any, subscribe: [people.*] }" });
  expect([...(topology.places.get("roamer")?.others ?? [])]).toEqual([
    ["east", '"people.moved" may not be in environment "far"'],
    ["line", '"people.moved" may not cross the link from "line" to "site"'],
  ]);
});

test("an application is known at each broker of its list, with the same rights, and at no other", () => {
  const topology = topologyOf({
    applications: "  roamer: { broker: [south, line], subscribe: [orders.paid] }",
  });
  const [roamer] = topology.identities.filter(({ name }) => name === "application.roamer");
  expect([...(roamer?.at.keys() ?? [])]).toEqual(["line", "south"]);
  const [line, south] = [...(roamer?.at.values() ?? [])];
  expect(line).toEqual(south);
});

test("flows lead from every place of a publisher to every place of a subscriber", () => {
  const topology = topologyOf({
    applications: `  till: { broker: [east, line], publish: [orders.paid] }
  books: { broker: [south, site], subscribe: [orders.paid] }`,
  });
  expect(topology.flows.map(({ path }) => path.join(" "))).toEqual([
    "east north site",
    "east south",
    "line site",
    "line site north south",
  ]);
});

test("links carry both ways what an application may publish or read below them, wherever it is", () => {
  const topology = topologyOf({
    applications: `  sensor: { broker: north, publish: [orders.placed] }
  roamer: { broker: any, publish: [people.moved], subscribe: [orders.placed] }`,
  });
  const uplink = topology.identities.find(({ name }) => name === "link.line.uplink");
  const grants = [...(uplink?.at.get("site") ?? [])].map(({ action, subject }) => [action, subject.domain]);
  expect(grants).toEqual([
    ["publish", "people"],
    ["subscribe", "orders"],
  ]);
});

test("who may attach anywhere moves no uplink and no home, and makes no broker store", () => {
  const roaming = `  roamer: { broker: any, publish: [jobs.asked], subscribe: [people.moved, jobs.asked], durable: true }`;
  const edge = "  ship: { environment: plant }";
  const without = topologyOf({ brokers: edge, applications: "  idle: { broker: south }" });
  const topology = topologyOf({ brokers: edge, applications: roaming });
  expect(topology.links.map(({ from, to }) => [from, to])).toEqual(
    without.links.map(({ from, to }) => [from, to]),
  );
  const storing = ({ brokers }: Topology) => [...brokers].map(([name, { storing: part }]) => [name, part]);
  expect(storing(topology)).toEqual(storing(without));
  expect(topology.mirrors).toEqual([]);
});

test("one that roams keeps its durable at home, one that has a single place in its copy", () => {
  const topology = topologyOf({
    brokers: "  west: { environment: cloud, storage: 1Gi }",
    applications: `  roamer: { broker: [west, north], subscribe: [jobs.asked], durable: true }
  sitter: { broker: [west], subscribe: [jobs.asked], durable: true }`,
  });
  expect(topology.durables.map(({ name, mirror }) => [name, mirror])).toEqual([
    ["roamer", undefined],
    ["sitter", "jobs_at_west"],
  ]);
});

test("where two applications roam over many brokers, each place is paired with some of every kind", () => {
  const vans =
    "  van-$(n): { environment: plant, uplink: $(hub), each: [" +
    Array.from({ length: 150 }, (_, n) => `{ n: ${n}, hub: ${n % 2 === 0 ? "north" : "south"} }`).join(", ") +
    "] }";
  const topology = topologyOf({
    brokers: vans,
    applications: `  radio: { broker: any, publish: [orders.paid] }
  ear: { broker: any, subscribe: [orders.paid] }`,
  });
  const pairs = topology.flows.map(({ path }) => `${path.at(0)} ${path.at(-1)}`);
  expect(new Set(pairs).size).toBe(pairs.length);
  expect(pairs.length).toBeLessThan(155 * 30);
  const brokers = [...topology.brokers.keys()];
  expect(new Set(topology.flows.map(({ from }) => from))).toEqual(new Set(brokers));
  expect(new Set(topology.flows.map(({ to }) => to))).toEqual(new Set(brokers));
  const ways = new Set(
    topology.flows.map(({ path }) => path.map((name) => name.replace(/-.*/, "")).join(" ")),
  );
  for (const way of ["van north van", "van north south van", "van", "van south site", "van north site line"])
    expect(ways.has(way) || ways.has(way.replace("van south site", "van south north site"))).toBe(true);
});

test.each([
  ["mqtt", ["core", "edge"]],
  ["nats", []],
])("who may attach anywhere over %s has %j keep its session", (protocol, storing) => {
  const { topology } = expectValid(`apiVersion: meshc/v1
mesh: { name: works }
teams: { one: {} }
environments: { cloud: { platform: kubernetes }, plant: { platform: kubernetes, dialable: false } }
brokers:
  core: { environment: cloud, engine: nats }
  edge: { environment: plant, engine: nats }
domains: { parts: { owner: one, topic: parts, events: { made: {} } } }
applications:
  press: { team: one, broker: core, publish: [parts.made] }
  tablet: { team: one, broker: any, protocol: ${protocol}, subscribe: [parts.made] }
`);
  const nodes = [...topology.brokers.values()];
  expect(nodes.filter((node) => node.storing).map(({ broker }) => broker.name)).toEqual(storing);
});
