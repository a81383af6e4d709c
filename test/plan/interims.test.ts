import { expect, test } from "vitest";
import type { Grant, Topology } from "../../compiler/model/topology.ts";
import { cutFlows } from "../../compiler/plan/cut-flows.ts";
import { deliveries } from "../../compiler/plan/delivery.ts";
import { expand } from "../../compiler/plan/expand.ts";
import { interims } from "../../compiler/plan/interims.ts";
import { meanwhile } from "../../compiler/plan/meanwhile.ts";
import { mixed } from "../../compiler/plan/mixed.ts";
import { refusedCircles } from "../../compiler/plan/refused-circles.ts";
import { expectValid, today } from "../harness/analyze-text.ts";

const head = `apiVersion: meshc/v1
mesh: { name: shop }
teams: { t: {}, u: {} }
environments:
  cloud: { platform: kubernetes }
  us: { platform: kubernetes, residency: us }
  eu: { platform: kubernetes, residency: eu }
  plant: { platform: kubernetes, residency: eu, dialable: false }
defaults: { brokers: { environment: plant, engine: nats }, applications: { team: t } }
`;

interface Manifest {
  readonly brokers?: string;
  readonly domains?: string;
  readonly applications?: string;
  readonly more?: string;
}

const usual = {
  brokers: "{ hub: { environment: cloud }, a: { uplink: hub }, b: { uplink: hub }, c: { uplink: a } }",
  domains: "{ orders: { owner: t, topic: orders, events: { placed: {} } } }",
  applications: `{ till: { broker: hub, publish: [orders.placed] }, desk: { broker: c, subscribe: [orders.placed] } }`,
};

function topologyOf(manifest: Manifest): Topology {
  const { brokers, domains, applications, more = "" } = { ...usual, ...manifest };
  const text = `${head}brokers: ${brokers}\ndomains: ${domains}\napplications: ${applications}\n${more}\n`;
  return expectValid(text).topology;
}

/** What is told of a change, in short, once with what is held on to and once without. */
function told(before: Manifest, wanted: Manifest, holding = true) {
  const [old, held] = [topologyOf(before), topologyOf(wanted)];
  const all = interims(old, holding ? expand(old, held) : held, held);
  expect(refusedCircles(all)).toEqual([]);
  return meanwhile(all, old, held, today).map(
    ({ after, until, kind, what }) => `${kind} ${after}-${until} ${what}`,
  );
}

const moved = { brokers: usual.brokers.replace("c: { uplink: a }", "c: { uplink: b }") };

test("an edge that moves has its old link until it moves, and what crosses the links above for it", () => {
  expect(told({}, moved)).toEqual([]);
});

test("without what is held on to the flow of an edge that moves would be cut", () => {
  expect(told({}, moved, false)).toEqual([
    'cut 1-3 "orders.placed: till -> desk" is cut: link "a.uplink" may not carry it at "hub"',
  ]);
});

test("a flow of which a link lets only some topics through is cut", () => {
  const topology = topologyOf({
    domains: "{ orders: { owner: t, topic: orders, events: { placed: { topic: '{region}' } } } }",
  });
  const [flow] = topology.flows;
  if (!flow) throw new Error("there is no flow");
  const lettingThrough = (pattern: readonly string[]) => ({
    ...topology,
    identities: topology.identities.map((identity) => ({
      ...identity,
      at: new Map([...identity.at].map(([at, all]) => [at, all.map((each) => narrowed(each, pattern))])),
    })),
  });
  const narrowed = (grant: Grant, pattern: readonly string[]) =>
    grant.action === "subscribe" && grant.pattern.at(-1) === ">" ? { ...grant, pattern } : grant;
  const whyCut = (each: Topology) => cutFlows([flow], deliveries(each)).map(({ why }) => why);
  const [all, some] = [lettingThrough(["orders", "*"]), lettingThrough(["orders", "eu"])].map(whyCut);
  expect({ all, some }).toEqual({ all: [], some: ['link "a.uplink" may not carry it at "hub"'] });
});

test("what is held on to is taken away in the end", () => {
  const [old, held] = [topologyOf({}), topologyOf(moved)];
  const all = interims(old, expand(old, held), held);
  const knownAt = (topology: Topology) =>
    [...(topology.identities.find(({ name }) => name === "link.c.uplink")?.at.keys() ?? [])].toSorted();
  expect(all.map(({ after, topology }) => [after, ...knownAt(topology)])).toEqual([
    [0, "a"],
    [1, "a"],
    [2, "a", "b"],
    [3, "a", "b"],
    [4, "b"],
  ]);
  expect(all.at(-1)?.topology).toBe(held);
});

test("a broker that leaves stays until the removal, and none that comes is there before its wave", () => {
  const wanted = {
    brokers: usual.brokers.replace("b: { uplink: hub }", "d: { uplink: hub }, e: { uplink: d }"),
  };
  const [old, held] = [topologyOf({}), topologyOf(wanted)];
  const all = interims(old, expand(old, held), held);
  expect(all.map(({ after, topology }) => [after, [...topology.brokers.keys()].join()])).toEqual([
    [0, "a,b,c,hub"],
    [1, "a,b,c,hub"],
    [2, "a,b,c,d,hub"],
    [3, "a,b,c,d,e,hub"],
    [4, "a,b,c,d,e,hub"],
    [5, "a,c,d,e,hub"],
  ]);
  const linked = all.map(({ topology }) => topology.links.some(({ name }) => name === "b.uplink"));
  expect(linked).toEqual([true, true, true, true, false, false]);
});

test("nothing is between two meshes in which all carry and let in the same", () => {
  const domains = usual.domains.replace("events:", "share: all, classification: [pii], events:");
  const [old, held] = [topologyOf({}), topologyOf({ domains })];
  expect(interims(old, expand(old, held), held).map(({ after }) => after)).toEqual([0]);
});

test("a flow whose topics change is cut until both of its brokers have changed", () => {
  const domains = usual.domains.replace("topic: orders", "topic: sales");
  expect(told({}, { domains })).toEqual([
    'cut 1-3 "orders.placed: till -> desk" is cut: it is published on other topics than those that are read',
  ]);
});

const newHands = {
  domains: `{ pay: { owner: u, topic: orders, events: { placed: {} } }, orders: { owner: t, topic: old, events: { placed: {} } } }`,
  applications: `{
    till: { broker: hub, publish: [orders.placed] }, desk: { broker: c, subscribe: [orders.placed] },
    bank: { team: u, broker: hub, publish: [pay.placed] }, vault: { team: u, broker: b, subscribe: [pay.placed] },
    safe: { team: u, broker: a, subscribe: [pay.placed] } }`,
};

test("who read a topic hears what another domain has on it by then, until the brokers on its way have changed", () => {
  const before = {
    applications: usual.applications.replace(
      "{ till:",
      "{ near: { broker: a, subscribe: [orders.placed] }, till:",
    ),
  };
  const applications = newHands.applications.replace(
    "{\n",
    "{ near: { broker: a, subscribe: [orders.placed] },\n",
  );
  expect(told(before, { ...newHands, applications }).filter((line) => line.startsWith("exposed"))).toEqual([
    'exposed 1-2 "desk" hears "pay.placed" of "bank" at "c", which it may neither before nor after',
    'exposed 1-2 "near" hears "pay.placed" of "bank" at "a", which it may neither before nor after',
  ]);
});

test("who may read the topic's new event is not told of", () => {
  const domains = newHands.domains.replace("topic: orders,", "topic: orders, share: all,");
  const applications = newHands.applications.replace(
    "subscribe: [orders.placed]",
    "subscribe: [orders.placed, pay.placed]",
  );
  expect(told({}, { domains, applications }).filter((line) => line.startsWith("exposed"))).toEqual([]);
});

test("an edge with a standby that is changed later dials nobody who dials it still", () => {
  const deep = (h: string, n: string, m: string) =>
    `{ hub: { environment: cloud }, x: { uplink: hub }, y: { uplink: x }, h: { uplink: ${h} }, n: { uplink: ${n} }, m: { uplink: ${m} } }`;
  const before = { brokers: deep("m", "h", "hub"), applications: "{}" };
  const wanted = { brokers: deep("y", "[hub, h]", "n"), applications: "{}" };
  expect(told(before, wanted)).toEqual([]);
});

test("a mesh between two waves in which events circle is refused", () => {
  const ring = (a: string, b: string) =>
    topologyOf({
      brokers: `{ hub: { environment: cloud }, a: { uplink: ${a} }, b: { uplink: ${b} } }`,
      applications: "{}",
    });
  const [old, held] = [ring("b", "hub"), ring("hub", "a")];
  // No order of waves comes to this: `a` as it was, and `b` as it will be.
  const links = [old, held].flatMap((topology, index) =>
    topology.links.filter(({ from }) => from === ["a", "b"][index]),
  );
  expect(refusedCircles([{ after: 2, topology: { ...held, links } }])).toEqual([
    { name: "wave 2", why: expect.stringContaining("a -> b -> a") },
  ]);
});

test("a link that its target does not know is none", () => {
  const [old, held] = [topologyOf({}), topologyOf(moved)];
  const between = (mover: string) =>
    mixed((name) => (name === mover ? held : old), old.brokers.keys(), [old, held]).links.map(
      ({ name }) => name,
    );
  expect(between("c")).toEqual(["a.uplink", "b.uplink"]);
  expect(between("b")).toEqual(["a.uplink", "b.uplink", "c.uplink"]);
});

test("hubs of which one knows the other no more are not linked", () => {
  const hubs = (more: string) =>
    topologyOf({
      brokers: `{ hub: { environment: cloud }, far: { environment: us } ${more} }`,
      applications: "{}",
    });
  const [old, held] = [hubs(", alpha: { environment: cloud }"), hubs("")];
  const names = ["hub", "far", "alpha"];
  const of = (name: string) => (name === "hub" ? held : old);
  expect(mixed(of, names, [old, held]).links.map(({ name }) => name)).toEqual(["alpha.far", "far.hub"]);
});

test("an event that is carried between waves where a policy forbids it, and in neither mesh, is told of", () => {
  const domains =
    "{ orders: { owner: t, topic: orders, events: { placed: { classification: [pii] }, shipped: {} } } }";
  const applications = `{
    till: { broker: hub, publish: [orders.placed, orders.shipped] }, desk: { broker: c, subscribe: [orders.placed] },
    dock: { broker: a, subscribe: [orders.shipped] } }`;
  const rest = {
    domains,
    applications,
    more: "policies: { home: { forbid: { classification: pii, residency: us, action: [carry] } } }",
  };
  const brokers = (a: string, c: string) =>
    `{ hub: { environment: eu }, far: { environment: us }, a: { uplink: ${a} }, b: { uplink: hub }, c: { uplink: ${c} } }`;
  expect(told({ brokers: brokers("hub", "a"), ...rest }, { brokers: brokers("far", "b"), ...rest })).toEqual([
    'exposed 2-3 "orders.placed" is at "far" on a way that it has neither before nor after, and policy "home" forbids it',
  ]);
});

test("of a mesh that was applied in parts each environment is as its own topology says", () => {
  const brokers = "{ hub: { environment: cloud }, far: { environment: us }, a: { uplink: hub } }";
  const applications = (topic: string, at: string) =>
    `{ till: { broker: ${at}, publish: [${topic}] }, desk: { broker: a, subscribe: [orders.placed] } }`;
  const domains = "{ orders: { owner: t, topic: orders, events: { placed: {}, paid: {} } } }";
  const old = topologyOf({ brokers, domains, applications: applications("orders.placed", "[hub, far]") });
  const now = topologyOf({ brokers, domains, applications: applications("orders.paid", "hub") });
  const parts = (applied: readonly string[]) =>
    mixed((name) => (applied.includes(name) ? now : old), ["hub", "far", "a"], [old, now]);
  const flowsOf = ({ flows }: Topology) =>
    flows.map(({ event, from, path }) => `${event.name} ${from} ${path.join(">")}`);
  const placesOf = ({ places }: Topology) => places.get("till")?.brokers.map(({ name }) => name);
  expect(flowsOf(parts([]))).toEqual(["placed far far>hub>a", "placed hub hub>a"]);
  expect(flowsOf(parts(["hub"]))).toEqual(["placed far far>hub>a"]);
  expect(flowsOf(parts(["far"]))).toEqual(["placed hub hub>a"]);
  expect([placesOf(parts(["hub"])), placesOf(parts(["far"]))]).toEqual([["far", "hub"], ["hub"]]);
  const publishes = parts(["hub"]).identities.find(({ name }) => name === "application.till")?.at;
  expect([...(publishes ?? [])].map(([name, grants]) => [name, grants[0]?.subject.event])).toEqual([
    ["far", "placed"],
    ["hub", "paid"],
  ]);
});

test("edges of a hub that leaves are cut off from nobody: it stays until they have moved", () => {
  const brokers = (more: string, uplink: string) =>
    `{ hub: { environment: cloud } ${more}, c: { uplink: ${uplink} } }`;
  const before = { brokers: brokers(", far: { environment: us }", "far") };
  const wanted = { brokers: brokers("", "hub") };
  expect(told(before, wanted)).toEqual([]);
  expect(told(before, wanted, false)).toEqual([
    'cut 1-2 "orders.placed: till -> desk" is cut: their brokers are not linked',
  ]);
});

test("a reader of stored events goes on reading while its edge moves", () => {
  const stored = {
    domains: "{ orders: { owner: t, topic: orders, delivery: at-least-once, events: { placed: {} } } }",
    applications: usual.applications.replace("desk: {", "desk: { durable: true,"),
  };
  expect(told({ ...stored }, { ...moved, ...stored })).toEqual([]);
  expect(told({ ...stored }, { ...moved, ...stored }, false)).toEqual([
    'cut 1-3 "orders.placed: till -> desk" is cut: link "a.uplink" may not carry it at "hub"',
  ]);
});

test("a link that a target does not know is none though the target listens for others", () => {
  const brokers = (c: string) =>
    usual.brokers.replace("c: { uplink: a }", `c: { uplink: ${c} }, d: { uplink: b }`);
  const [old, held] = [topologyOf({ brokers: brokers("a") }), topologyOf({ brokers: brokers("b") })];
  const early = mixed((name) => (name === "c" ? held : old), old.brokers.keys(), [old, held]);
  expect(early.links.map(({ name }) => name)).toEqual(["a.uplink", "b.uplink", "d.uplink"]);
});
