import { expect, test } from "vitest";
import type { Addressing } from "../../compiler/model/address.ts";
import type { ConfigFile, Workload } from "../../compiler/model/workload.ts";
import { lower } from "../../targets/engines/nats/lower.ts";
import { type SmallMesh, topologyOf } from "./small-mesh.ts";

const addressing: Addressing = {
  bind: () => ({ host: "0.0.0.0", port: 4222 }),
  namesOf: () => [],
  dial: (instance, listener) => ({ host: `${instance}.${listener}.example`, port: 7000 }),
};
const small: SmallMesh = {
  brokers: {
    core: { role: "hub", replicas: 3 },
    west: { role: "hub", settings: { max_payload: "2MB", ping_interval: "30s" } },
    site: { role: "edge", uplink: ["core", "west"] },
    line: { role: "edge", uplink: ["site"] },
  },
  domains: { orders: ["created", "paid"] },
  applications: {
    shop: { broker: "line", publish: ["orders.created"] },
    billing: { broker: "core", subscribe: ["orders.*"], group: "workers" },
  },
};

function filesOf(workloads: readonly Workload[], instance: string): ReadonlyMap<string, ConfigFile> {
  const found = workloads.flatMap((workload) => workload.instances).find(({ name }) => name === instance);
  return new Map(found?.files.map((file) => [file.path, file]));
}

function textOf(file: ConfigFile | undefined): string {
  return (
    file?.parts.map((part) => (typeof part === "string" ? part : `<${part.kind} of ${part.of}>`)).join("") ??
    ""
  );
}

const workloads = lower(topologyOf(small), addressing);

test("each instance has the files that its links need, secrets readable by the server alone", () => {
  const modes = (instance: string) =>
    Object.fromEntries(
      [...filesOf(workloads, instance).values()].map((file) => [file.path, file.mode.toString(8)]),
    );
  expect(modes("core-1")).toEqual({
    "nats.conf": "444",
    "users.conf": "440",
    "cluster.conf": "440",
    "gateway.conf": "440",
  });
  expect(modes("west-0")).toEqual({ "nats.conf": "444", "users.conf": "440", "gateway.conf": "440" });
  expect(modes("site-0")).toEqual({ "nats.conf": "444", "users.conf": "440", "leafnodes.conf": "400" });
});

test("keys and passwords are references, so that the files are the same before they exist", () => {
  expect(textOf(filesOf(workloads, "core-0").get("users.conf"))).toBe(
    [
      "MESH {",
      "  users: [",
      '    { nkey: "<publicKey of application.billing>", allowed_connection_types: ["STANDARD"], permissions: { publish: { deny: [">"] }, subscribe: { allow: ["orders.> workers", "_INBOX_billing.>"] } } }',
      '    { nkey: "<publicKey of link.site.uplink>", permissions: { publish: { allow: ["orders.>"] }, subscribe: { allow: ["_INBOX_.nothing"] } } }',
      "  ]",
      "}",
      "SYS {",
      "  users: [",
      '    { nkey: "<publicKey of system>", allowed_connection_types: ["STANDARD"] }',
      "  ]",
      "}",
      "",
    ].join("\n"),
  );
  expect(textOf(filesOf(workloads, "core-0").get("gateway.conf"))).toContain("<password of gateway.hubs>");
  expect(textOf(filesOf(workloads, "core-0").get("cluster.conf"))).toContain(
    '"nats-route://cluster:<password of cluster.core>@core-2.cluster.example:7000"',
  );
});

test("a leaf link names every instance of its targets in order, the active one first", () => {
  const text = textOf(filesOf(workloads, "site-0").get("leafnodes.conf"));
  expect([...text.matchAll(/nats-leaf:\/\/([a-z]+-\d)/g)].map((match) => match[1])).toEqual([
    "core-0",
    "core-1",
    "core-2",
    "west-0",
  ]);
  expect(text).toContain(
    'no_randomize: true, ignore_discovered_servers: true, account: MESH, nkey: "<seed of link.site.uplink>"',
  );
});

test("a hub names every other hub with all its instances, and not itself", () => {
  const text = textOf(filesOf(workloads, "west-0").get("gateway.conf"));
  expect([...text.matchAll(/name: "([a-z]+)"/g)].map((match) => match[1])).toEqual(["core"]);
  expect(text.match(/nats:\/\//g)).toHaveLength(3);
});

test("settings stand one a line, sizes in bytes, meshc's own where the manifest is silent", () => {
  const lines = textOf(filesOf(workloads, "west-0").get("nats.conf")).split("\n");
  expect(lines).toEqual(
    expect.arrayContaining(["max_payload: 2097152", 'ping_interval: "30s"', 'lame_duck_duration: "30s"']),
  );
});

test("what is the same for the instances of a broker is made once", () => {
  const [first, second] = ["core-0", "core-1"].map((name) => filesOf(workloads, name));
  for (const name of ["users.conf", "cluster.conf", "gateway.conf"]) {
    expect(first?.get(name)).toBe(second?.get(name));
  }
});

test("workloads come in the order of the topology, and the same each time", () => {
  expect(workloads.map(({ broker }) => broker)).toEqual([...topologyOf(small).brokers.keys()]);
  expect(lower(topologyOf(small), addressing)).toEqual(workloads);
});
