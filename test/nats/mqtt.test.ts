import { expect, test } from "vitest";
import type { Addressing } from "../../compiler/model/address.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import { effectOf } from "../../targets/engines/nats/effect-of.ts";
import { lower } from "../../targets/engines/nats/lower.ts";
import { versions } from "../../targets/engines/nats/versions.ts";
import { type SmallApplication, type SmallMesh, topologyOf } from "./small-mesh.ts";

const addressing: Addressing = {
  bind: (_instance, listener) => ({ host: "0.0.0.0", port: listener === "mqtt" ? 1883 : 4222 }),
  namesOf: () => [],
  dial: (instance, listener) => ({ host: `${instance}.${listener}.example`, port: 7000 }),
};
const till: SmallApplication = { broker: "core", protocol: "mqtt", publish: ["orders.created"] };
const display: SmallApplication = { broker: "core", protocol: "mqtt", subscribe: ["orders.*"] };
const shop: SmallMesh = {
  brokers: { core: { role: "hub" }, site: { role: "edge", uplink: ["core"] } },
  domains: { orders: ["created", "paid"] },
  applications: { till, display, archive: { broker: "site", subscribe: ["orders.created"] } },
};

function instanceOf(topology: Topology, name: string): WorkloadInstance {
  const all = lower(topology, addressing).flatMap(({ instances }) => instances);
  const found = all.find((instance) => instance.name === name);
  if (!found) throw new Error(`no instance ${name}`);
  return found;
}

function textOf(topology: Topology, instance: string, path: string): string {
  const file = instanceOf(topology, instance).files.find((one) => one.path === path);
  return (file?.parts ?? []).map((part) => (typeof part === "string" ? part : `<${part.kind}>`)).join("");
}

function lineOf(topology: Topology, instance: string, word: string): string | undefined {
  return textOf(topology, instance, "users.conf")
    .split("\n")
    .find((line) => line.includes(word))
    ?.trim();
}

test("a broker to which MQTT comes listens for it and stores, others do neither", () => {
  const { brokers } = topologyOf(shop);
  expect(
    [...brokers.values()].map(({ broker, storing, listeners }) => [
      broker.name,
      storing,
      listeners.get("mqtt"),
    ]),
  ).toEqual([
    ["core", "events", 1883],
    ["site", undefined, undefined],
  ]);
});

test("the block for MQTT holds what the manifest says beside what is generated", () => {
  const settings = { mqtt: { max_ack_pending: 50, ack_wait: "10s" }, max_payload: "2MB" };
  const topology = topologyOf({ ...shop, brokers: { ...shop.brokers, core: { role: "hub", settings } } });
  const text = textOf(topology, "core-0", "nats.conf");
  expect(text).toContain(
    'mqtt {\n  listen: "0.0.0.0:1883"\n  stream_replicas: 1\n  ack_wait: "10s"\n  max_ack_pending: 50\n}\n',
  );
  expect(text).toContain("max_payload: 2097152\n");
  expect(textOf(topology, "site-0", "nats.conf")).not.toContain("mqtt");
});

test("who speaks MQTT logs in by name and password and over MQTT only", () => {
  const topology = topologyOf(shop);
  expect(lineOf(topology, "core-0", "application.till")).toBe(
    '{ user: "application.till", password: "<bcrypt>", allowed_connection_types: ["MQTT"], permissions: ' +
      '{ publish: { allow: ["orders.created"] }, subscribe: { deny: [">"] } } }',
  );
});

test("a whole domain may be heard in both of its forms", () => {
  expect(lineOf(topologyOf(shop), "core-0", "application.display")).toContain(
    'subscribe: { allow: ["orders", "orders.>"] }',
  );
});

test.each(versions.map(({ minor, checksMqttDelivery }) => [minor, checksMqttDelivery] as const))(
  "NATS %s wants a right to what it delivers QoS 1 by: %s",
  (version, wants) => {
    const at = (name: string) => ({ ...shop.brokers[name], version });
    const topology = topologyOf({ ...shop, brokers: { core: at("core"), site: at("site") } });
    expect(lineOf(topology, "core-0", "application.display")?.includes('"$MQTT.sub.*"')).toBe(wants);
    expect(lineOf(topology, "core-0", "application.till")).not.toContain("$MQTT");
  },
);

test("a link lets nothing through that is kept for MQTT clients, where there are some", () => {
  const users = textOf(topologyOf(shop), "core-0", "users.conf");
  expect(users.match(/deny: \["\$MQTT\.>"\]/g), "in both directions").toHaveLength(2);
  const applications = {
    till: { broker: "core", publish: ["orders.created"] },
    archive: { broker: "site", subscribe: ["orders.created"] },
  };
  expect(textOf(topologyOf({ ...shop, applications }), "core-0", "users.conf")).not.toContain("$MQTT");
});

test("hubs keep as many copies for MQTT clients as the largest of them can hold, an edge its own", () => {
  const topology = topologyOf({
    brokers: {
      core: { role: "hub", replicas: 3 },
      west: { role: "hub" },
      site: { role: "edge", uplink: ["core"] },
    },
    domains: { orders: ["created"] },
    applications: {
      till,
      other: { ...till, broker: "west" },
      lamp: { broker: "site", protocol: "mqtt", subscribe: ["orders.created"] },
    },
  });
  const copies = ["core-0", "west-0", "site-0"].map(
    (name) => /stream_replicas: (\d)/.exec(textOf(topology, name, "nats.conf"))?.[1],
  );
  // A hub whose storage MQTT alone turns on holds copies too.
  expect(copies).toEqual(["3", "3", "1"]);
});

test("a changed right of an MQTT client takes a login, a client that comes or goes does not", () => {
  const steps = (applications: Readonly<Record<string, SmallApplication>>) => {
    const after = topologyOf({ ...shop, applications });
    return effectOf(instanceOf(topologyOf(shop), "core-0"), instanceOf(after, "core-0"), "2.15").map(
      ({ kind, identity }) => [kind, ...(identity ? [identity] : [])].join(" "),
    );
  };
  const { archive } = shop.applications ?? {};
  const rest = { ...(archive && { archive }) };
  expect(steps({ ...rest, till, display: { ...display, subscribe: ["orders.paid"] } })).toEqual([
    "reload",
    "reconnect application.display",
  ]);
  expect(steps({ ...rest, till })).toEqual(["reload"]);
  expect(steps({ ...rest, till, display, more: { ...till, broker: "core" } })).toEqual(["reload"]);
});
