import { expect, test } from "vitest";
import type { Addressing } from "../../compiler/model/address.ts";
import { partKey } from "../../compiler/model/part.ts";
import { effectOf } from "../../targets/engines/nats/effect-of.ts";
import { lower } from "../../targets/engines/nats/lower.ts";
import { versions } from "../../targets/engines/nats/versions.ts";
import { instanceOf, named } from "../mosquitto/lowered.ts";
import { type SmallApplication, type SmallBroker, type SmallMesh, topologyOf } from "./small-mesh.ts";

const domains = { orders: ["created", "paid"], stock: ["low"] };
const shop: SmallApplication = { broker: "core", publish: ["orders.created"] };
const billing: SmallApplication = { broker: "core", subscribe: ["orders.created"] };

function mesh(core: SmallBroker, applications: Record<string, SmallApplication> = { shop }): SmallMesh {
  return { brokers: { core }, domains, applications };
}

function around(
  core: SmallBroker,
  site: SmallBroker,
  applications: Record<string, SmallApplication> = { shop },
): SmallMesh {
  return { brokers: { core: { role: "hub", ...core }, other: { role: "hub" }, site }, domains, applications };
}

/** The steps, each as its kind, `interrupts` where it does, and the parts that it is about. */
function steps(
  before: SmallMesh,
  after: SmallMesh,
  version = "2.15",
  { instance = "core-0", now = named }: { readonly instance?: string; readonly now?: Addressing } = {},
): readonly string[] {
  const at = (small: SmallMesh, addressing: Addressing) =>
    instanceOf(lower(topologyOf(atVersion(small, version)), addressing), instance);
  return effectOf(at(before, named), at(after, now), version).map(({ kind, interrupts, about = [] }) =>
    [kind, ...(interrupts ? ["interrupts"] : []), ...about.map(partKey)].join(" "),
  );
}

function atVersion(small: SmallMesh, version: string): SmallMesh {
  const brokers = Object.entries(small.brokers).map(([name, broker]) => [name, { ...broker, version }]);
  return { ...small, brokers: Object.fromEntries(brokers) };
}

const moved = (listener: string): Addressing => ({
  ...named,
  bind: (_, name) => ({ host: "0.0.0.0", port: name === listener ? 9_999 : 1_883 }),
});

test.each<readonly [string, SmallMesh, SmallMesh, readonly string[]]>([
  ["nothing", mesh({}), mesh({}), []],
  ["a new application", mesh({}), mesh({}, { shop, billing }), ["reload identity application.billing"]],
  [
    "a right",
    mesh({}),
    mesh({}, { shop: { ...shop, publish: ["orders.*"] } }),
    ["reload identity application.shop"],
  ],
  [
    "how somebody logs in, which cuts it off",
    mesh({}, { shop, billing: { broker: "core", protocol: "mqtt", publish: ["orders.paid"] } }),
    mesh({}, { shop: { ...shop, protocol: "mqtt" }, billing: { ...billing, protocol: "mqtt" } }),
    [
      "reload identity application.billing",
      "reload interrupts identity application.shop",
      "reconnect identity application.billing",
    ],
  ],
  [
    "a setting",
    mesh({ settings: { max_payload: "2MB" } }),
    mesh({ settings: { max_payload: "3MB" } }),
    ["reload setting max_payload"],
  ],
  [
    "the number of connections, of which fewer are taken",
    mesh({ settings: { max_connections: 20 } }),
    mesh({ settings: { max_connections: 10 } }),
    ["reload interrupts setting max_connections"],
  ],
  [
    "the number of connections, of which more are taken",
    mesh({ settings: { max_connections: 20 } }),
    mesh({}),
    ["reload setting max_connections"],
  ],
  [
    "a setting that a reload takes with one that it refuses",
    mesh({}),
    mesh({ settings: { max_payload: "2MB", max_pending: "32MB" } }),
    ["reload setting max_payload", "restart setting max_pending"],
  ],
  [
    "a right with a setting that a reload refuses",
    mesh({}),
    mesh({ settings: { max_pending: "32MB" } }, { shop: { ...shop, publish: ["orders.*"] } }),
    ["reload identity application.shop", "restart setting max_pending"],
  ],
  ["the number of instances", mesh({ replicas: 2 }), mesh({ replicas: 3 }), ["reload cluster"]],
  [
    "the first other instance",
    mesh({}),
    mesh({ replicas: 3 }),
    ["reload cluster", "restart cluster listener cluster"],
  ],
])("a change of %s is told part by part", (_, before, after, wanted) => {
  expect(steps(before, after)).toEqual(wanted);
});

test.each([
  ["nats", "restart listener nats"],
  ["management", "restart listener management"],
])("another port of %s takes a restart, which is about that listener", (listener, wanted) => {
  expect(steps(mesh({}), mesh({}), "2.15", { now: moved(listener) })).toEqual([wanted]);
});

test.each([
  ["2.14", []],
  ["2.15", ["restart listener leafnode"]],
])("NATS %s: another address that a hub tells its leaves is about that listener", (version, wanted) => {
  const hub = around({}, { role: "edge", uplink: ["core"] });
  const dial: Addressing["dial"] = (instance, listener, environment) =>
    environment === undefined ? { host: "moved", port: 1 } : named.dial(instance, listener);
  expect(steps(hub, hub, version, { now: { ...named, dial } })).toEqual(wanted);
});

test("another site that dials a hub, be it an older one, takes no restart of that hub", () => {
  const before = around({}, { role: "edge", uplink: ["core"] });
  const far = { role: "edge", uplink: ["core"] } as const;
  const all = { ...before, brokers: { ...before.brokers, far } };
  expect(steps(before, all)).toEqual(["reload identity link.far.uplink"]);
  const at = (small: SmallMesh) => instanceOf(lower(topologyOf(small), named), "core-0");
  const older = { ...all, brokers: { ...all.brokers, far: { ...far, version: "2.12" } } };
  const found = effectOf(at(before), at(older), "2.15");
  expect(found.map(({ kind }) => kind)).toEqual(["reload"]);
});

const uplinks = (...uplink: readonly string[]) => around({}, { role: "edge", uplink });

test.each([
  ["2.10", ["restart link site.uplink"]],
  ["2.11", ["restart link site.uplink"]],
  ["2.12", ["restart link site.uplink"]],
  ["2.14", ["reload interrupts link site.uplink"]],
  ["2.15", ["reload interrupts link site.uplink"]],
])(
  "NATS %s: a link that is dialed otherwise is cut off by the reload that takes it, or comes back with its instance",
  (version, wanted) => {
    expect(steps(uplinks("core"), uplinks("core", "other"), version, { instance: "site-0" })).toEqual(wanted);
  },
);

test("another hub is told as the hubs that a broker knows", () => {
  const before = { brokers: { core: { role: "hub" }, other: { role: "hub" } } } as const;
  const after = { brokers: { ...before.brokers, third: { role: "hub" } } } as const;
  expect(steps(before, after)).toEqual(["restart hubs"]);
});

test("a changed right of a link is a reload, and a login of that link only", () => {
  const application = (...subscribe: readonly string[]): Record<string, SmallApplication> => ({
    shop: { broker: "core", publish: ["orders.*", "stock.*"] },
    billing: { broker: "site", subscribe },
  });
  const edge: SmallBroker = { role: "edge", uplink: ["core"] };
  const [before, after] = [
    around({}, edge, application("orders.created")),
    around({}, edge, application("orders.created", "stock.low")),
  ];
  expect(steps(before, after)).toEqual([
    "reload identity link.site.uplink",
    "reconnect identity link.site.uplink",
  ]);
});

test("a link that is taken away is ended for good, which cuts nobody off who stays", () => {
  const edge: SmallBroker = { role: "edge", uplink: ["core"] };
  const { site: _, ...left } = around({}, edge).brokers;
  const after = { ...around({}, edge), brokers: { ...left, third: edge } };
  const at = (small: SmallMesh) => instanceOf(lower(topologyOf(atVersion(small, "2.15")), named), "core-0");
  const found = effectOf(at(around({}, edge)), at(after), "2.15");
  expect(found.map(({ kind, identity, forGood }) => [kind, identity, forGood])).toEqual([
    ["reload", undefined, undefined],
    ["reconnect", "link.site.uplink", true],
  ]);
});

test.each(versions.map(({ minor, effects }) => [minor, effects] as const))(
  "what changes do on NATS %s is %s",
  (version, effects) => {
    const at = (applications: Record<string, SmallApplication>) =>
      instanceOf(lower(topologyOf(atVersion(mesh({}, applications), version)), named), "core-0");
    const [step] = effectOf(at({ shop }), at({ shop, billing }), version);
    expect(step?.basis ?? "observed").toBe(effects);
  },
);
