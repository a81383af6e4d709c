import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { diagnosticsJson } from "../../cli/views/diagnostics-json.ts";
import { rotateJson } from "../../cli/views/rotate-text.ts";
import { compile } from "../../compiler/compile.ts";
import { planDocument } from "../../compiler/plan/plan-document.ts";
import type { Credentials, OperatorCredentials } from "../../deploy/credentials/credentials.ts";
import { printLock } from "../../deploy/output/lock.ts";
import type { RotateReport } from "../../deploy/rotate/rotate-report.ts";
import type { StatusReport } from "../../deploy/status/status-report.ts";
import type { RightVerdict, VerifyReport } from "../../deploy/verify/report.ts";
import { engines } from "../../targets/engines/index.ts";
import { platforms } from "../../targets/platforms/index.ts";
import { jsonGraph } from "../../targets/views/graph/json.ts";
import { analyzeText, expectValid } from "../harness/analyze-text.ts";
import { planOf } from "../harness/plan-of.ts";

type Schema = { readonly [key: string]: unknown };

const folder = new URL("../../schema/output/", import.meta.url);
const files = readdirSync(folder);

function read(file: string): Schema {
  return JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Schema;
}

/** The schema with its maps closed: what is printed has no key that is not described. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isMap = inner["type"] === "object" && "properties" in inner && !("additionalProperties" in inner);
  return isMap ? { ...inner, additionalProperties: false } : inner;
}

function faultsOf(file: string, text: string): unknown {
  const check = new Ajv2020({ strict: true, allErrors: true }).compile(closed(read(file)) as object);
  return check(JSON.parse(text)) ? [] : check.errors;
}

const manifest = `apiVersion: meshc/v1
mesh: { name: shop }
teams: { retail: {} }
environments:
  cloud: { platform: local, region: north, residency: eu }
  plant: { platform: local, dialable: false }
brokers:
  core: { environment: cloud, engine: nats, listeners: { nats: 14222 } }
  line: { environment: plant, engine: nats, listeners: { nats: 24222, management: 28222 } }
domains:
  orders: { owner: retail, topic: orders, events: { created: {} } }
applications:
  web: { team: retail, broker: core, publish: [orders.created] }
  robot: { team: retail, broker: line, subscribe: [orders.*] }
links:
  uplink: { between: [core, line], domains: [orders] }
`;

test.each(files)("%s describes every key and begins with a version", (file) => {
  const schema = read(file);
  expect((schema["required"] as readonly string[])[0]).toBe("version");
  const bare: unknown[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const isSchema = "type" in value && typeof value.type === "string";
    if (isSchema && !("description" in value)) bare.push(value);
    for (const inner of Object.values(value)) walk(inner);
  };
  walk(schema);
  expect(bare).toEqual([]);
});

test("validate prints what its schema says", () => {
  const { diagnostics } = analyzeText(
    manifest.replace("orders.created", "orders.creatd").replace("north", "1"),
  );
  expect(diagnostics).not.toEqual([]);
  expect(faultsOf("validate.json", diagnosticsJson(diagnostics))).toEqual([]);
});

test("graph prints what its schema says", () => {
  expect(faultsOf("graph.json", jsonGraph.render(expectValid(manifest).topology))).toEqual([]);
});

test("compile writes what its schemas say", () => {
  const compiled = compile(expectValid(manifest), engines, platforms, []);
  if (!compiled.ok) throw new Error(compiled.diagnostics[0]?.message);
  const processes = compiled.value.artifacts.filter(({ path }) => path.endsWith("/process.json"));
  expect(processes.map(({ text }) => faultsOf("process.json", text))).toEqual([[], []]);
  const lock = {
    version: 1,
    mesh: "shop",
    compiler: "1.0.0",
    files: new Map([["cloud/x", "0".repeat(64)]]),
  } as const;
  expect(faultsOf("mesh.lock.json", printLock(lock))).toEqual([]);
  expect(faultsOf("mesh.lock.json", printLock({ ...lock, unfinished: true }))).toEqual([]);
});

test("a plan is printed as its schema says, with nothing to do, from nothing and with what is refused", () => {
  const refused = [{ name: "orders", why: "it cannot move with what it holds yet" }];
  const other = manifest.replace("listeners: { nats: 14222 }", "settings: { max_payload: 2097152 }");
  for (const plan of [
    planOf(manifest, manifest),
    planOf(undefined, manifest),
    planOf(manifest, other, { refused }),
  ])
    expect(faultsOf("plan.json", JSON.stringify(planDocument(plan)))).toEqual([]);
  expect(planDocument(planOf(manifest, other, { refused }))).toMatchObject({ change: 1, refused });
});

/** One of each report that speaks of a running mesh, with every key that its type has. */
const status: StatusReport = {
  version: 1,
  ok: true,
  environments: [
    {
      name: "cloud",
      generation: 1,
      brokers: [
        {
          name: "core",
          instance: "core-0",
          healthy: true,
          links: [{ name: "line.core", what: 'link "line.core"', connected: true }],
          drift: [],
        },
      ],
      stored: [
        { broker: "core", kind: "stream", name: "orders", state: "ok", why: [] },
        { broker: "core", kind: "consumer", name: "books", within: "orders", state: "missing", why: [] },
      ],
    },
  ],
};
const flow = { event: "orders.created", publisher: "web", subscriber: "robot", path: ["core", "line"] };
const counts = { sent: 1, received: 0, duplicates: 0, latencyMs: 1.5 };
function login(identity: string, kind: RightVerdict["kind"]): RightVerdict {
  const outcome = { expected: "denied", got: "denied", verdict: "ok" } as const;
  return { identity, kind, broker: "line", topic: "", action: "connect", ...outcome };
}
const verify: VerifyReport = {
  version: 1,
  ok: false,
  flows: [{ ...flow, ...counts, verdict: "failed", why: "nothing came" }],
  denied: [{ application: "web", event: "orders.created", action: "publish", verdict: "ok", why: "x" }],
  rights: [
    {
      identity: "application.web",
      kind: "application",
      broker: "core",
      topic: "orders/created",
      action: "publish",
      expected: "allowed",
      got: "denied",
      verdict: "failed",
      why: "x",
    },
    login("nobody", "anonymous"),
    login("an unknown key", "unknown"),
    login("application.web", "application"),
  ],
};
const credentials: Credentials = {
  version: 1,
  application: "web",
  team: "retail",
  protocol: "nats",
  brokers: [{ broker: "core", urls: ["nats://127.0.0.1:4222"] }],
  identity: { nkeySeed: "SUA", publicKey: "UA" },
  inboxPrefix: "_INBOX_web",
  publish: [{ event: "orders.created", address: "orders.created", stored: true, messageId: "Nats-Msg-Id" }],
  subscribe: [{ event: "orders.*", address: "orders.>", group: "workers", broker: "core" }],
};

const overMqtt: Credentials = {
  version: 1,
  application: "panel",
  team: "retail",
  protocol: "mqtt",
  brokers: [{ broker: "line", urls: ["mqtt://127.0.0.1:1883"] }],
  identity: { username: "application.panel", password: "secret" },
  publish: [{ event: "orders.created", address: "orders/created" }],
  subscribe: [{ event: "orders.*", address: "orders/#", broker: "line" }],
};

const operator: OperatorCredentials = {
  version: 1,
  operator: "ann",
  protocol: "nats",
  brokers: [{ broker: "core", urls: ["nats://127.0.0.1:4222"] }],
  identity: { nkeySeed: "SUA", publicKey: "UA" },
  ca: "PEM",
  inboxPrefix: "_INBOX__operator-ann",
  subscribe: [{ event: "orders.*", address: "orders.>", broker: "core" }],
  requests: ["$SYS.REQ.USER.INFO"],
};
const reports: readonly (readonly [file: string, report: object])[] = [
  ["status.json", status],
  ["verify.json", verify],
  ["credentials.json", credentials],
  ["credentials.json", overMqtt],
  ["operator-credentials.json", operator],
];

test.each(reports)("%s knows every key of what is printed", (file, report) => {
  expect(faultsOf(file, JSON.stringify(report))).toEqual([]);
});

test("rotate.json knows every key of what is printed", () => {
  const report: RotateReport = {
    ok: false,
    revoked: [
      {
        identity: "application.web",
        oldKey: "UA",
        newKey: "UB",
        file: "till.json",
        at: "2026-01-01T00:00:00Z",
      },
      { identity: "link.line.uplink", oldKey: "UC", at: "2026-01-01T00:00:00Z" },
    ],
    reloaded: ["core-0"],
    restarted: ["line-0"],
    ended: 2,
    refusedBy: ["line-0"],
    unreached: [{ instance: "core-0", why: "it does not run" }],
    seconds: 1.5,
  };
  const text = rotateJson(report);
  expect(faultsOf("rotate.json", text)).toEqual([]);
  expect(JSON.parse(text).revoked[1]).toMatchObject({ kind: "link", name: "line.uplink" });
});

test("a login has no topic, and nothing else is without one", () => {
  const one = login("nobody", "anonymous");
  for (const right of [{ ...one, topic: "orders" } as const, { ...one, action: "publish" } as const]) {
    const report = JSON.stringify({ ...verify, rights: [right] });
    expect(faultsOf("verify.json", report)).toContainEqual(
      expect.objectContaining({ instancePath: "/rights/0/topic" }),
    );
  }
});
