import { expect, test } from "vitest";
import { credentialsOf } from "../../deploy/credentials/credentials.ts";
import { explainDurable } from "../../cli/explain/explain-durable.ts";
import { nats } from "../../targets/engines/nats/engine.ts";
import { lower } from "../../targets/engines/nats/lower.ts";
import { graphOf } from "../../targets/views/graph/graph.ts";
import { type SmallMesh, topologyOf } from "./small-mesh.ts";

const told = { "orders.created": { maxDeliver: 2, backoff: [1_000], deadLetter: true } } as const;
const small: SmallMesh = {
  brokers: {
    core: { role: "hub", replicas: 3, storage: true },
    west: { role: "hub", storage: true },
    site: { role: "edge", uplink: ["west"] },
  },
  domains: { orders: ["created", "paid"] },
  stored: ["orders"],
  applications: {
    shop: { broker: "core", publish: ["orders.*"] },
    far: { broker: "site", subscribe: ["orders.created", "orders.paid"], durable: true, terms: told },
    books: { broker: "west", subscribe: ["orders.created"], durable: true, terms: told },
    plain: { broker: "west", subscribe: ["orders.created"], durable: true },
  },
};
const topology = topologyOf(small);
const workloads = lower(topology, {
  bind: () => ({ host: "0.0.0.0", port: 4222 }),
  namesOf: () => [],
  dial: (instance) => ({ host: instance, port: 7000 }),
});

function madeAt(broker: string) {
  return workloads.find((workload) => workload.broker === broker)?.provisions ?? [];
}

const advisories = (durable: string) => [
  `$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.${durable}`,
  `$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.${durable}`,
];

test("dead letters are kept beside the events, as long, on as many instances, and before there can be any", () => {
  const made = madeAt("core").map(({ name, within = "" }) => `${name} ${within}`.trim());
  expect(made).toEqual([
    "orders",
    "orders__dead",
    "far__created orders__dead",
    "far orders",
    "far__created orders",
  ]);
  const [orders, dead, reader] = madeAt("core").map(({ settings }) => settings);
  expect(dead).toEqual({ ...orders, name: "orders__dead", subjects: advisories("orders.far__created") });
  expect(reader).toMatchObject({
    durable_name: "far__created",
    filter_subjects: advisories("orders.far__created"),
  });
});

test("dead letters of a durable in a copy are kept beside the copy", () => {
  const dead = madeAt("west").find(({ name }) => name === "orders_at_west__dead");
  expect(dead?.settings["subjects"]).toEqual(advisories("orders_at_west.books__created"));
  expect(dead?.settings).not.toHaveProperty("mirror");
  expect(dead?.stage).toBe(2);
});

function usersAt(instance: string): string {
  const files = workloads
    .flatMap((workload) => workload.instances)
    .find(({ name }) => name === instance)?.files;
  const users = files?.find(({ path }) => path === "users.conf")?.parts ?? [];
  return users.map((part) => (typeof part === "string" ? part : `<${part.of}>`)).join("");
}

test("who gave up reads its dead letters, over links too, and nobody else", () => {
  const line = (instance: string, identity: string) =>
    usersAt(instance)
      .split("\n")
      .find((text) => text.includes(`<${identity}>`));
  for (const text of [line("site-0", "application.far"), line("west-0", "link.site.uplink")]) {
    expect(text).toContain('"$JS.hub.API.CONSUMER.MSG.NEXT.orders__dead.far__created"');
    expect(text).toContain('"$JS.ACK.orders__dead.far__created.>"');
    expect(text).not.toContain("books__created");
  }
  expect(line("west-0", "application.books")).toContain(
    '"$JS.API.CONSUMER.MSG.NEXT.orders_at_west__dead.books__created"',
  );
  expect(line("west-0", "application.plain")).not.toContain("__dead");
  expect(line("core-0", "application.shop")).not.toContain("__dead");
});

test("credentials, graph and explain say where dead letters are read", () => {
  const running = {
    command: "meshc up" as const,
    endpoint: () => undefined,
    seedOf: () => "SUSEED",
    publicKeyOf: () => "UPUBLIC",
  };
  const given = credentialsOf(topology, running, new Map([["nats", nats.protocols]]), "far");
  expect(given.ok && given.value.subscribe).toEqual([
    {
      event: "orders.paid",
      address: "orders.paid",
      broker: "site",
      stream: "orders",
      consumer: "far",
      domain: "hub",
    },
    {
      event: "orders.created",
      address: "orders.created",
      broker: "site",
      stream: "orders",
      consumer: "far__created",
      domain: "hub",
      maxDeliver: 2,
      backoff: [1_000],
      deadLetters: { stream: "orders__dead", consumer: "far__created" },
    },
  ]);
  expect(graphOf(topology).durables.map(({ name, deadLetters }) => [name, deadLetters])).toEqual([
    ["books__created", "orders_at_west__dead"],
    ["far", undefined],
    ["far__created", "orders__dead"],
    ["plain", undefined],
  ]);
  expect(topology.durables.flatMap(explainDurable).slice(0, 4)).toEqual([
    "    books__created in orders_at_west (books): orders/created",
    "      delivered 2 times at most, then given up",
    "      pauses between deliveries: 1 s",
    "      what is given up is told in stream orders_at_west__dead, by durable books__created",
  ]);
});
