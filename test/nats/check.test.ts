import { expect, test } from "vitest";
import { createReporter } from "../../compiler/diagnostics/reporter.ts";
import type { Json } from "../../compiler/model/json.ts";
import type { CompileMode } from "../../compiler/target.ts";
import { nats } from "../../targets/engines/nats/engine.ts";
import { analyzeText, expectMarked, expectValid } from "../harness/analyze-text.ts";
import { type SmallMesh, topologyOf } from "./small-mesh.ts";

/** Codes that the engine reports of a broker called `core`, with the manifest paths. */
function found(small: SmallMesh, mode: CompileMode = "deploy"): readonly string[] {
  const file = { name: "", text: "" };
  const paths: string[] = [];
  const report = createReporter((path) => {
    paths.push(path.join("."));
    return { span: { file, start: 0, end: 0 } };
  });
  const topology = topologyOf({ ...small, brokers: { ...small.brokers } }, mode, { check: false });
  const node = topology.brokers.get("core");
  if (node) nats.check(topology, node.broker, report, mode);
  return report.diagnostics.map(({ code, severity }, index) => `${code} ${severity} ${paths[index]}`);
}

function settings(written: { readonly [key: string]: Json }, version?: string): readonly string[] {
  return found({ brokers: { core: { settings: written, ...(version !== undefined && { version }) } } });
}

test.each([["2.10"], ["2.10.26"], ["2.11"], ["2.12.8"], ["2.14"], ["2.15.1"], [undefined]])(
  "version %s is known",
  (version) => {
    expect(found({ brokers: { core: version === undefined ? {} : { version } } })).toEqual([]);
  },
);

test.each(["2.9", "2.13", "2.13.1", "2.16", "3.0", "2", "2.12.x"])("version %s is not known", (version) => {
  expect(found({ brokers: { core: { version } } })).toEqual(["MESH4001 error brokers.core.version"]);
});

test("an unknown version hides no fault of the settings", () => {
  const written = { max_payloads: 1, listen: "x", debug: "yes", server_metadata: { a: "b" } };
  expect(settings(written, "2.13")).toEqual([
    "MESH4001 error brokers.core.version",
    "MESH4003 error brokers.core.settings.max_payloads",
    "MESH4002 error brokers.core.settings.listen",
    "MESH4004 error brokers.core.settings.debug",
  ]);
});

test.each([
  ["max_connectionz", 'to NATS; did you mean "max_connections"?'],
  ["Max_Payload", 'to NATS; did you mean "max_payload"?'],
  ["banana", "to NATS"],
])("what was meant by setting %s is suggested where one is near", (name, end) => {
  const [found] = expectMarked(`apiVersion: meshc/v1
mesh: { name: shop }
environments: { cloud: { platform: local } }
brokers:
  core:
    environment: cloud
    engine: nats
    settings:
      ${name}: 1 # ERROR: MESH4003
`);
  expect(found?.message).toBe(`"${name}" is not a setting that meshc passes on ${end}`);
});

test("a setting that is set to nothing is judged, whether defaults hold other settings or none", () => {
  for (const defaults of ["", "defaults: { brokers: { settings: { max_payload: 2MB } } }\n"]) {
    expectMarked(`apiVersion: meshc/v1
mesh: { name: shop }
environments: { cloud: { platform: local } }
${defaults}brokers:
  core:
    environment: cloud
    engine: nats
    settings:
      max_connectionz: null # ERROR: MESH4003
`);
  }
});

test("a setting of `defaults` that is set to nothing is unset", () => {
  const { topology } = expectValid(`apiVersion: meshc/v1
mesh: { name: shop }
environments: { cloud: { platform: local } }
defaults: { brokers: { settings: { max_payload: 2MB, server_metadata: { a: b } } } }
brokers: { core: { environment: cloud, engine: nats, settings: { max_payload: null } } }
`);
  expect(topology.brokers.get("core")?.broker.settings).toEqual({ server_metadata: { a: "b" } });
});

test.each([
  ["port", 1],
  ["Listen", "x"],
  ["accounts", {}],
  ["leafnodes", {}],
  ["trace", true],
  ["include", "../../etc/passwd"],
  ["jetstream", true],
] as const)("setting %s is generated, which wins", (name, value) => {
  expect(settings({ [name]: value })).toEqual([`MESH4002 error brokers.core.settings.${name}`]);
});

test.each(["max_payloads", "Max_Payload", "x", "__proto", "constructor", "toString", "a b"])(
  "setting %j is not known",
  (name) => {
    expect(settings({ [name]: 1 })).toEqual([`MESH4003 error brokers.core.settings.${name}`]);
  },
);

test.each([
  ["debug", "yes"],
  ["max_payload", "8 MB"],
  ["max_payload", "128MB"],
  ["max_payload", 0],
  ["max_payload", 1.5],
  ["max_connections", "12"],
  ["max_connections", null],
  ["ping_interval", 30],
  ["ping_interval", "1ms"],
  ["lame_duck_duration", "10s"],
  ["write_timeout", "wait"],
  ["server_tags", "eu"],
  ["server_tags", ["EU"]],
  ["server_tags", [" eu"]],
  ["server_tags", ["eu", "eu"]],
  ["server_tags", ["a\u0000"]],
  ["server_metadata", { "a b": "x" }],
  ["server_metadata", { a: 1 }],
  ["server_metadata", { a: "\ud800" }],
  ["server_metadata", ["a"]],
] as const)("setting %s cannot be %j", (name, value) => {
  expect(settings({ [name]: value })).toHaveLength(1);
  expect(settings({ [name]: value })[0]).toMatch(
    new RegExp(`^MESH4004 error brokers\\.core\\.settings\\.${name}\\b`),
  );
});

test("each tag and each word is judged where it stands", () => {
  expect(settings({ server_tags: ["eu", "EU", "eu"], server_metadata: { a: "b", "c d": 1 } })).toEqual([
    "MESH4004 error brokers.core.settings.server_tags.1",
    "MESH4004 error brokers.core.settings.server_tags.2",
    "MESH4004 error brokers.core.settings.server_metadata.c d",
    "MESH4004 error brokers.core.settings.server_metadata.c d",
  ]);
});

test("one message has to fit into what may wait for a client", () => {
  expect(settings({ max_payload: "8MB", max_pending: "4MB" })).toEqual([
    "MESH4004 error brokers.core.settings.max_pending",
  ]);
  expect(settings({ max_payload: "64MB" })).toEqual([]);
});

test("a setting that came later is refused for an older server", () => {
  expect(settings({ server_metadata: { a: "b" } }, "2.11")).toEqual([
    "MESH4005 error brokers.core.settings.server_metadata",
  ]);
  expect(settings({ server_metadata: { a: "b" } }, "2.12")).toEqual([]);
});

const withEdge = (version: string): SmallMesh => ({
  brokers: { core: { version }, site: { role: "edge", uplink: ["core"] } },
});

test.each(["2.10", "2.11.11"])("NATS %s accepts leaf links only on this machine", (version) => {
  expect(found(withEdge(version))).toEqual(["MESH4006 error brokers.core.version"]);
  expect(found(withEdge(version), "up")).toEqual(["MESH4007 warning brokers.core.version"]);
  expect(found({ brokers: { core: { version } } })).toEqual([]);
});

test.each(["2.12", "2.14", "2.15"])("NATS %s accepts leaf links", (version) => {
  expect(found(withEdge(version))).toEqual([]);
});

test("an edge of several instances has one uplink", () => {
  const hubs = { east: { role: "hub" }, west: { role: "hub" } } as const;
  const edge = (replicas: number, uplink: readonly string[]): SmallMesh => ({
    brokers: { ...hubs, core: { role: "edge", replicas, uplink } },
  });
  expect(found(edge(2, ["east", "west"]))).toEqual(["MESH4008 error brokers.core.uplink"]);
  expect(found(edge(1, ["east", "west"]))).toEqual([]);
  expect(found(edge(2, ["east"]))).toEqual([]);
});

test.each([
  [
    { mqtt: { listen: "x", stream_replicas: 3, consumer_inactive_threshold: "1h" } },
    "MESH4002 MESH4002 MESH4002",
  ],
  [{ mqtt: { max_ack_pendign: 3 } }, "MESH4003"],
  [{ mqtt: { ack_wait: 30, max_ack_pending: 100_000 } }, "MESH4004 MESH4004"],
  [{ mqtt: [] }, "MESH4004"],
  [{ mqtt: { ack_wait: "10s", max_ack_pending: 100, reject_qos2_publish: true } }, ""],
])("settings of MQTT are checked one by one: %j", (written, codes) => {
  const small: SmallMesh = {
    brokers: { core: { settings: written } },
    domains: { orders: ["created"] },
    applications: { till: { broker: "core", protocol: "mqtt", publish: ["orders.created"] } },
  };
  expect(
    found(small)
      .map((one) => one.split(" ")[0])
      .join(" "),
  ).toBe(codes);
});

test("settings of MQTT are for brokers to which it comes", () => {
  expect(settings({ mqtt: { ack_wait: "10s" } })).toEqual(["MESH4013 error brokers.core.settings.mqtt"]);
});

const within = (broker: "hub" | "edge"): string => `apiVersion: meshc/v1
mesh: { name: shop }
teams: { retail: {} }
environments:
  europe: { platform: local, residency: eu }
  asia: { platform: local, residency: cn }
brokers:
  hub: { environment: europe, engine: nats, role: hub }
  other: { environment: asia, engine: nats, role: hub, storage: 1Gi }
  edge: { environment: europe, engine: nats, role: edge, uplink: hub }
domains:
  orders: { owner: retail, topic: orders, residency: [eu], events: { placed: {} } }
applications:
  till: { team: retail, broker: ${broker}, protocol: mqtt, publish: [orders.placed] }
`;

test("an event of a residency goes over MQTT at an edge within it, and at no hub that keeps with one outside", () => {
  const codes = (text: string) => {
    const analysis = analyzeText(text, { mode: "up" });
    return analysis.diagnostics.map(({ code }) => code).filter((code) => code === "MESH4015");
  };
  expect(codes(within("edge"))).toEqual([]);
  expect(codes(within("hub"))).toEqual(["MESH4015"]);
});
