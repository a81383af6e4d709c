import { expect, test } from "vitest";
import { check, shown } from "./check-text.ts";

/** A kind of value, a manifest with `@` where it stands, values that are accepted, and values that are not. */
const kinds: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  [
    "names",
    "teams: { @: {} }",
    ["a", "a1", "core-eu", "a--b", `a${"b".repeat(39)}`],
    ["1a", "A", "a-", "-a", "a_b", "a.b", "ä", `a${"b".repeat(40)}`, '""'],
  ],
  [
    "durations",
    "links: { l: { between: [a, b], latency: @ } }",
    ["90s", "7d", "200ms", "1h30m", "72h"],
    ["90", "s", "1w", "-1s", "1.5h", "1 s", "'1s '"],
  ],
  [
    "bandwidths",
    "links: { l: { between: [a, b], bandwidth: @ } }",
    ["100Mbit/s", "1.5Gbit/s", "9bit/s"],
    ["100", "100M", "100Mbps", "Mbit/s"],
  ],
  [
    "costs",
    "links: { l: { between: [a, b], cost: @ } }",
    ["0", "1", "2.5", "1000000"],
    ["-1", "'1'", "1000001"],
  ],
  [
    "sizes",
    "domains: { d: { owner: t, topic: t, events: { e: { size: @ } } } }",
    ["10Gi", "1Ei", "512Mi", "1.5k", "2048", "'2048'"],
    ["10gi", "10 Gi", "-1", "''"],
  ],
  [
    "rates",
    "domains: { d: { owner: t, topic: t, events: { e: { rate: @ } } } }",
    ["200/s", "0.5/m", "5/d"],
    ["200", "200/w", "/s", "200 /s"],
  ],
  [
    "versions",
    "brokers: { b: { environment: e, engine: nats, version: @ } }",
    ['"2.12"', '"2.12.8"', '"2"'],
    ["2.12", '"v2.12"', '"2.12-rc1"', '"2.12.8.1"', "latest"],
  ],
  [
    "replicas",
    "brokers: { b: { environment: e, engine: nats, replicas: @ } }",
    ["1", "3", "99"],
    ["0", "1.5", "'3'", "100", "true"],
  ],
  [
    "uplinks",
    "brokers: { b: { environment: e, engine: nats, uplink: @ } }",
    ["hub", "[hub-a, hub-b]"],
    ["[]", "Hub", "[[a]]", "{}", "1"],
  ],
  [
    "ports of listeners",
    "brokers: { b: { environment: e, engine: nats, listeners: { nats: @ } } }",
    ["1", "65535", "{ port: 4222 }", "{}"],
    ["0", "65536", "'4222'", "{ port: 0 }", "{ prt: 1 }", "[4222]"],
  ],
  [
    "addresses",
    "brokers: { b: { environment: e, engine: nats, address: @ } }",
    ["events.example.org", "a_b", "x--1.y.", "10.0.4.7", "'fd00::1'", "'::1'", "1:2:3:4:5:6:7:8"],
    [
      "a b",
      "tls://a",
      "a/b",
      "''",
      "10.0",
      "10.0.0.1:4222",
      "hub:4222",
      "999.1.1.1",
      "a..b",
      "a-",
      "'::1::'",
    ],
  ],
  [
    "topics of domains",
    "domains: { d: { owner: t, topic: @ } }",
    ["retail", "retail/orders", "a.b/c~d:e@f-g_h", "größe/日本", '"1"'],
    [
      "/a",
      "a/",
      "a//b",
      "'a b'",
      "'{x}'",
      "'a/*'",
      "'>'",
      "1",
      "''",
      "x".repeat(65),
      Array(17).fill("a").join("/"),
    ],
  ],
  [
    "topics of events",
    "domains: { d: { owner: t, topic: t, events: { e: { topic: @ } } } }",
    ["created", "'{region}/created'", "'a/{b_1}'"],
    ["'{}'", "'{1a}'", "'{a}b'", "'{a'", "'*'", "'a/>'", "'{a b}'"],
  ],
  [
    "shares",
    "domains: { d: { owner: t, topic: t, share: @ } }",
    [
      "private",
      "all",
      "[a, b]",
      "[]",
      "{ subscribe: all }",
      "{ subscribe: [a], publish: [b] }",
      "{ publish: [] }",
    ],
    ["none", "[All]", "{ subscribe: some }", "{ publish: all }", "true", "{ read: all }"],
  ],
  [
    "residencies",
    "domains: { d: { owner: t, topic: t, residency: @ } }",
    ["[eu]", "[eu, CH]", "[]"],
    ["eu", "['e u']", "[1]"],
  ],
  [
    "references",
    "applications: { a: { team: t, broker: b, publish: [@] } }",
    [
      "orders.created",
      "'orders.*'",
      "retail/orders",
      "'retail/*/x'",
      "'retail/>'",
      "'*/x'",
      "{ event: o.x }",
    ],
    [
      "orders",
      "orders.Created",
      "orders.a.b",
      "'*'",
      "'>'",
      "'a/>/b'",
      "'a/{b}'",
      "'.x'",
      "'*.x'",
      "{ where: {} }",
      "{ event: o }",
    ],
  ],
  [
    "values of where",
    "applications: { a: { team: t, broker: b, publish: [{ event: o.x, where: { p: @ } }] } }",
    ["eu", "[eu, us]", "'1'"],
    ["1", "[]", "'*'", "'a/b'", "[1]", "''", "{}"],
  ],
  [
    "payload schemas",
    "domains: { d: { owner: t, topic: t, events: { e: { schema: @ } } } }",
    ["schemas/a.json", "{ type: object, properties: { a: {} } }"],
    ["''", "[]", "1"],
  ],
  [
    "media types",
    "domains: { d: { owner: t, topic: t, events: { e: { contentType: @ } } } }",
    ["application/json", "'text/plain; charset=utf-8'"],
    ["json", "'application/'", "'a b/c'"],
  ],
  [
    "dates",
    "policies: { p: { maxHops: 1, except: [{ why: x, until: @ }] } }",
    ["2027-03-31", '"2027-03-31"'],
    ["2027-13-01", "2027-1-1", "tomorrow", "20270331"],
  ],
  [
    "forbidden actions",
    "policies: { p: { forbid: { classification: pii, residency: us, action: @ } } }",
    ["[carry]", "[carry, store, read]"],
    ["[]", "carry", "[write]"],
  ],
  ["scopes", "policies: { p: { maxHops: 1, scope: { domains: @ } } }", ["[a]", "[a, b]"], ["[]", "a", "[A]"]],
  [
    "exceptions",
    "policies: { p: { maxHops: 1, except: [{ why: x, teams: @ }] } }",
    ["[a]", "[a, b]"],
    ["[]", "a", "[A]"],
  ],
  [
    "names of brokers",
    "brokers: { @: { environment: e, engine: nats } }",
    ["anyone", "many"],
    ["any", "Any"],
  ],
  ["stores", "state: { store: @ }", ["file:.meshc"], ["meshc", "http:x", "'file:'"]],
  [
    "labels",
    "teams: { t: { labels: { a/b.c: @ } } }",
    ["x", "''", "'1'"],
    ["1", "true", "[a]", "x".repeat(254)],
  ],
  [
    "engine settings",
    "brokers: { b: { environment: e, engine: nats, settings: @ } }",
    ["{}", "{ a.b_c: { d: [1] } }"],
    ["[]", "{ 1a: 1 }", "{ 'a b': 1 }", "{ _a: 1 }"],
  ],
];

const cases = kinds.flatMap(([kind, text, good, bad]) => [
  ...good.map((value) => [kind, "accepted", value, text] as const),
  ...bad.map((value) => [kind, "refused", value, text] as const),
]);

test.each(cases)("%s: %s is %s", (_, verdict, value, text) => {
  const { ok, diagnostics } = check(
    `apiVersion: meshc/v1\nmesh: { name: m }\n${text.replace("@", () => value)}`,
  );
  expect([ok ? "accepted" : "refused", shown(diagnostics).length]).toEqual([verdict, ok ? 0 : 1]);
  expect(diagnostics.filter(({ code }) => !code.startsWith("MESH12"))).toEqual([]);
});
