import { expect, test } from "vitest";
import { check, shown } from "./check-text.ts";

const head = "apiVersion: meshc/v1\nmesh: { name: shop }\n";

/** What is wrong, the lines from the third on, and what is reported. */
const faults: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "a misspelt key is reported once, at the key, with a proposal",
    "brokers:\n  core: { enviroment: here, engine: nats }",
    ['4:11-21 MESH1201 unknown key "enviroment" in brokers.core; did you mean "environment"?'],
  ],
  [
    "a misspelt section is reported at the top level",
    "broker: {}",
    ['3:1-7 MESH1201 unknown key "broker" in the manifest; did you mean "brokers"?'],
  ],
  [
    "a key like no other gets no proposal",
    "teams: { retail: { zzz: 1 } }",
    ['3:20-23 MESH1201 unknown key "zzz" in teams.retail'],
  ],
  [
    "every missing key is reported at the entry's name",
    "brokers:\n  core: {}",
    [
      '4:3-7 MESH1202 the key "environment" is missing in brokers.core',
      '4:3-7 MESH1202 the key "engine" is missing in brokers.core',
    ],
  ],
  [
    "a number in place of a version is explained",
    "brokers:\n  core: { environment: here, engine: nats, version: 2.10 }",
    [
      '4:53-57 MESH1203 brokers.core.version must be a version in quotes, such as "2.12" or "2.12.8", but is 2.1',
    ],
  ],
  [
    "an entry without a value is empty",
    "teams:\n  retail:\n  finance: {}\napplications: { a: }",
    [
      "4:3-9 MESH1203 teams.retail must be a map, but is empty",
      "6:17-18 MESH1203 applications.a must be a map, but is empty",
    ],
  ],
  [
    "a value of a wrong type is not also an unknown value",
    "environments: { e: { platform: [local] } }",
    [
      "3:32-39 MESH1203 environments.e.platform must be one of kubernetes, openshift, eks, gke, aks, ack, iks, ecs, hosts, vms, local, but is a list",
    ],
  ],
  [
    "an unknown word gets a proposal",
    "environments: { e: { platform: locla } }",
    ['3:32-37 MESH1204 environments.e.platform cannot be "locla"; did you mean "local"?'],
  ],
  [
    "an unknown word where a list could stand gets one too",
    "domains: { d: { owner: t, topic: t, share: privat } }",
    ['3:44-50 MESH1204 domains.d.share cannot be "privat"; did you mean "private"?'],
  ],
  [
    "a malformed value is told its form in words",
    "links: { l: { between: [a, b], latency: 80 ms } }",
    ['3:41-46 MESH1205 links.l.latency must be a duration such as 90s, 1h30m or 7d, but is "80 ms"'],
  ],
  [
    "a value that is too long and malformed is reported once",
    `brokers: { core: { environment: here, engine: nats, uplink: ${"A".repeat(41)} } }`,
    [`3:61-102 MESH1205 brokers.core.uplink must be a name, or a list of names, but is "${"A".repeat(41)}"`],
  ],
  [
    "a number out of bounds",
    "brokers: { core: { environment: here, engine: nats, replicas: 0 } }",
    ["3:63-64 MESH1206 brokers.core.replicas must be at least 1"],
  ],
  [
    "a list of a wrong length",
    "links: { l: { between: [a, b, c] } }",
    ["3:24-33 MESH1206 links.l.between must have at most 2 items"],
  ],
  [
    "a malformed name, at the name",
    "teams: { Retail: {} }",
    [
      '3:10-16 MESH1207 "Retail" in teams must be a name: lower-case letters, digits and hyphens, a letter first, 40 characters at most',
    ],
  ],
  [
    "items of lists by number",
    "applications: { a: { team: t, broker: b, subscribe: [o.x, orders, { event: o.x, where: { a: [1] } }] } }",
    [
      '3:59-65 MESH1205 applications.a.subscribe[1] must be domain.event, domain.*, a topic pattern such as retail/orders/*/created, or { event, where }, but is "orders"',
      "3:94-95 MESH1203 applications.a.subscribe[2].where.a[0] must be one topic level: 1 to 64 letters, digits or `._~:@-`, in quotes where it looks like a number, but is 1",
    ],
  ],
  [
    "a policy with two rules, at the second",
    "policies: { p: { maxHops: 1, forbid: { classification: pii, residency: us } } }",
    ['3:30-36 MESH1208 policies.p has both "maxHops" and "forbid", which exclude each other'],
  ],
  [
    "a policy without a rule",
    "policies: { p: { severity: warning } }",
    ["3:13-14 MESH1209 policies.p has none of the keys of which it needs one"],
  ],
  [
    "replicas and hosts",
    "brokers: { core: { environment: e, engine: nats, replicas: 2, hosts: [a, b] } }",
    ['3:63-68 MESH1208 brokers.core has both "replicas" and "hosts", which exclude each other'],
  ],
  [
    "a forbidden link with domains, in either order",
    "links: { a: { between: [b, c], via: none, domains: [o] }, d: { cost: 2, between: [b, d], via: none } }",
    [
      '3:43-50 MESH1208 links.a has both "via: none" and "domains", which exclude each other',
      '3:90-93 MESH1208 links.d has both "cost" and "via: none", which exclude each other',
    ],
  ],
  [
    "a wrong default once, where it was written",
    "defaults: { brokers: { replica: 3, engine: natz } }\nbrokers:\n  a: { environment: e }\n  b: { environment: e }",
    [
      '3:24-31 MESH1201 unknown key "replica" in brokers.a; did you mean "replicas"?',
      '3:44-48 MESH1204 brokers.a.engine cannot be "natz"; did you mean "nats"?',
    ],
  ],
  [
    "a fault of a template once",
    "brokers:\n  line-$(n):\n    each: [{ n: 1 }, { n: 2 }]\n    environment: e\n    engine: nats\n    replicas: many",
    ['8:15-19 MESH1203 brokers.line-1.replicas must be a whole number, but is the text "many"'],
  ],
  [
    "what is not built is refused as a whole, not in its parts",
    "connectors: { c: 5 }",
    ["3:1-11 MESH9001 not built yet: connectors"],
  ],
];

test.each(faults)("%s", (_, lines, expected) => {
  expect(shown(check(head + lines).diagnostics)).toEqual(expected);
});

test("a manifest without its name is told so", () => {
  expect(shown(check("apiVersion: meshc/v1\nteams: {}\n").diagnostics)).toEqual([
    '1:1-11 MESH1202 the key "mesh" is missing in the manifest',
  ]);
});

test("a fault in an expansion names the row", () => {
  const text = `${head}brokers:\n  line-$(n):\n    each: [{ n: 1 }]\n    environment: e\n    engine: natz\n`;
  const [fault] = check(text).diagnostics;
  expect(fault?.related.map(({ message, at }) => [message, at.file.text.slice(at.start, at.end)])).toEqual([
    ["expanded with this row of `each`", "{ n: 1 }"],
  ]);
});

test("helps name the allowed keys, the allowed words and the meaning", () => {
  const text = `${head}environments: { e: { platfrm: local } }\nlinks: { l: { between: [a, b], via: x, cost: no } }\n`;
  expect(check(text).diagnostics.map(({ help }) => help)).toEqual([
    "Keys that can stand here: description, platform, deploy, region, residency, dialable, labels, kubernetes, pulumi, cloud, machines, hosts, each, protect, renamedFrom.",
    "Allowed: gateway, leafnode, federation, bridge, mirror, connect, none.",
    "What it costs to use the link, compared when an edge chooses its hub.",
  ]);
});

test("the data is the manifest's own, deep down to the settings", () => {
  const text = `${head}brokers: { core: { environment: e, engine: nats, settings: { a: { b: [1, null, "x"] } } } }\n`;
  const result = check(text);
  expect(result.ok && result.value.data).toEqual({
    apiVersion: "meshc/v1",
    mesh: { name: "shop" },
    brokers: { core: { environment: "e", engine: "nats", settings: { a: { b: [1, null, "x"] } } } },
  });
});
