import { expect, test } from "vitest";
import { check } from "./check-text.ts";
import { unbuilt } from "../../compiler/validate/unbuilt.ts";

const broker = (keys: string): string => `brokers: { b: { environment: e, engine: nats, ${keys} } }`;
const domain = (keys: string): string => `domains: { d: { owner: t, topic: t, ${keys} } }`;
const event = (keys: string): string => domain(`events: { e: { ${keys} } }`);
const application = (keys: string): string => `applications: { a: { team: t, broker: b, ${keys} } }`;
const secret = '{ ref: "env:X" }';

/** What is refused, with the text that the diagnostic points at. */
const refused: readonly (readonly [string, string])[] = [
  ["connectors: { c: { broker: b, engine: x } }", "connectors"],
  ["brokers: { b: { environment: e, engine: kafka } }", "kafka"],
  [broker("managed: false"), "false"],
  [broker("endpoints: { nats: nats://a:1 }"), "endpoints"],
  [broker(`credentials: { password: ${secret} }`), "credentials"],
  [broker("provision: apply"), "provision"],
  [broker("runtime: package"), "runtime"],
  [broker("storage: { class: fast }"), "class"],
  [broker("storage: { path: data }"), "path"],
  [broker("resources: { limits: { cpu: 1 } }"), "resources"],
  [broker("tls: { certificates: cert-manager }"), "cert-manager"],
  [broker("listeners: { nats: { expose: mesh } }"), "expose"],
  [broker("listeners: { nats: { external: {} } }"), "external"],
  ...["amqp", "kafka", "websocket", "metrics", "distribution", "controller"].map(
    (name) => [broker(`listeners: { ${name}: 1 }`), name] as const,
  ),
  ...[domain, event].map((place) => [place("compatibility: full"), "full"] as const),
  [application("protocol: amqp"), "amqp"],
  [application("credentials: { kubernetes: n/x }"), "kubernetes"],
  ...["federation", "mirror"].map((via) => [`links: { l: { between: [a, b], via: ${via} } }`, via] as const),
  ["policies: { p: { survive: { of: [link] } } }", "survive"],
  ["policies: { p: { maxLatency: 1s } }", "maxLatency"],
  ["policies: { p: { maxHops: 1, assume: 1s } }", "assume"],
  ["policies: { p: { requireSchema: true } }", "requireSchema"],
  ["policies: { p: { requireContact: true } }", "requireContact"],
  ["policies: { p: { maxRetention: 1d } }", "maxRetention"],
  ...["kubernetes:c/n", "ssh:h:/d"].map((store) => [`state: { store: "${store}" }`, `"${store}"`] as const),
  ["environments: { e: { platform: local, renamedFrom: x } }", "renamedFrom"],
];

test.each(refused)("%s is not built yet", (text, place) => {
  const { diagnostics } = check(`apiVersion: meshc/v1\nmesh: { name: m }\n${text}\n`);
  expect(diagnostics.map(({ code, at }) => [code, at?.file.text.slice(at.start, at.end)])).toEqual([
    ["MESH9001", place],
  ]);
});

test("every line of the list is met by one of these", () => {
  const met = new Set(
    refused.flatMap(([text]) => check(`apiVersion: meshc/v1\nmesh: { name: m }\n${text}\n`).diagnostics),
  );
  const words = new Set([...met].map(({ message }) => message.replace("not built yet: ", "")));
  expect(unbuilt.filter(({ what }) => !words.has(what))).toEqual([]);
});

const accepted: readonly string[] = [
  broker("managed: true, tls: { mode: off }, protect: true, labels: { a: b }, description: x"),
  broker("listeners: { nats: 1, management: 2, cluster: 3, gateway: 4, leafnode: { port: 5 } }"),
  domain("delivery: at-most-once, order: key, duplicates: none, compatibility: none, classification: [pii]"),
  event("schema: a.json, contentType: a/b, key: x, rate: 1/s, size: 1Ki, split: [x], description: x"),
  application("durable: false, instances: 3, protocol: nats, subscribe: [{ event: o.x, deadLetter: false }]"),
  application("durable: true, subscribe: [{ event: o.x, maxDeliver: 3, backoff: [1s], deadLetter: true }]"),
  "links: { l: { between: [a, b], via: none, latency: 1ms, bandwidth: 1Mbit/s, encrypted: true } }",
  "teams: { t: { contact: x, labels: {}, protect: true } }",
  "policies: { p: { maxHops: 1, severity: warning, scope: { teams: [t] } } }",
  "state: { store: file:.meshc }",
  "state: { store: file:../state }",
  "state: { store: s3:bucket/prefix }",
  "environments: { e: { platform: eks, deploy: manifests, kubernetes: { namespace: n }, cloud: { provider: aws } } }",
  "environments: { e: { platform: vms, machines: { m: { type: a } }, pulumi: { stack: x } } }",
  "environments: { e: { platform: hosts, hosts: { h: { address: 10.0.0.1, ssh: { port: 22 } } } } }",
];

test.each(accepted)("%s is accepted", (text) => {
  expect(check(`apiVersion: meshc/v1\nmesh: { name: m }\n${text}\n`).diagnostics).toEqual([]);
});
