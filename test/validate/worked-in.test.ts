import { expect, test } from "vitest";
import { andThen } from "../../compiler/diagnostics/result.ts";
import { load } from "../../compiler/load/load.ts";
import { positionAt } from "../../compiler/source/source-file.ts";
import { validate } from "../../compiler/validate/validate.ts";
import { memoryReader } from "../harness/memory-reader.ts";

const head = "apiVersion: meshc/v1\nmesh: { name: shop }\n";

/** What is reported of a manifest, the lines from the third on, and overlays, the lines from the second on. */
function reported(lines: string, ...overlays: readonly string[]): readonly string[] {
  const files = Object.fromEntries(
    overlays.map((text, index) => [`o${index + 1}.yaml`, `apiVersion: meshc/v1\n${text}\n`]),
  );
  const reader = memoryReader({ "mesh.yaml": `${head}${lines}\n`, ...files });
  const { diagnostics } = andThen(load("mesh.yaml", reader, { overlays: Object.keys(files) }), validate);
  return diagnostics.map(({ at, code, message }) => {
    if (!at) return `${code} ${message}`;
    const { line, column } = positionAt(at.file, at.start);
    return `${at.file.name}:${line}:${column} ${code} ${message}`;
  });
}

const broker = "environment: e, engine: nats";

test.each<[string, string, readonly string[]]>([
  [
    "a default that nothing inherits",
    "defaults: { brokers: { replcas: 3, engine: natz } }",
    [
      'mesh.yaml:3:24 MESH1201 unknown key "replcas" in defaults.brokers; did you mean "replicas"?',
      'mesh.yaml:3:44 MESH1204 defaults.brokers.engine cannot be "natz"; did you mean "nats"?',
    ],
  ],
  [
    "a default that every entry replaces",
    `defaults: { brokers: { replicas: many } }\nbrokers: { b: { ${broker}, replicas: 3 } }`,
    ['mesh.yaml:3:34 MESH1203 defaults.brokers.replicas must be a whole number, but is the text "many"'],
  ],
  [
    "`each` as a default",
    `defaults: { brokers: { each: [{ a: 1 }] } }\nbrokers: { b: { ${broker} } }`,
    [
      'mesh.yaml:3:24 MESH1207 "each" in defaults.brokers must be a key that entries can inherit, which `each` and `renamedFrom` are not',
    ],
  ],
  [
    "a template without rows",
    `brokers: { "b-$(x)": { each: [], ${broker}, replcas: $(x), uplink: $(x), listeners: { "$(x)": 1, nats: no } } }`,
    [
      'mesh.yaml:3:64 MESH1201 unknown key "replcas" in brokers.b-$(x); did you mean "replicas"?',
      'mesh.yaml:3:123 MESH1203 brokers.b-$(x).listeners.nats must be a port from 1 to 65535, or a map with `port`, but is the text "no"',
    ],
  ],
  [
    "a template's value that a written-out entry replaces",
    `brokers: { "b-$(x)": { each: [{ x: 1 }], ${broker}, replicas: no }, b-1: { replicas: 1 } }`,
    ['mesh.yaml:3:82 MESH1203 brokers.b-$(x).replicas must be a whole number, but is the text "no"'],
  ],
  [
    "`null` for a key that nobody knows",
    `brokers: { b: { ${broker}, replcas: null } }\ndomains: { d: { owner: t, topic: t, events: { e: { shar: ~ } } } }`,
    [
      'mesh.yaml:3:47 MESH1201 unknown key "replcas" in brokers.b; did you mean "replicas"?',
      'mesh.yaml:4:52 MESH1201 unknown key "shar" in domains.d.events.e; did you mean "share"?',
    ],
  ],
  [
    "`null` that is laid over the expansion of a link",
    'links: { "l-$(x)": { each: [{ x: 1 }], between: [a, b] }, l-1: { csot: null } }',
    ['mesh.yaml:3:66 MESH1201 unknown key "csot" in links.l-1; did you mean "cost"?'],
  ],
])("%s is held to the schema", (_, lines, expected) => {
  expect(reported(lines)).toEqual(expected);
});

test("an overlay is, also where it deletes and where another is laid over it", () => {
  const lines = `brokers: { b: { ${broker} } }`;
  const first = "brokers: { b: { replcas: null, replicas: no } }\ndefault: null";
  const second = "brokers: { b: { replicas: 2 } }";
  expect(reported(lines, first, second)).toEqual([
    'o1.yaml:3:1 MESH1201 unknown key "default" in the manifest; did you mean "defaults"?',
    'o1.yaml:2:17 MESH1201 unknown key "replcas" in brokers.b; did you mean "replicas"?',
    'o1.yaml:2:42 MESH1203 brokers.b.replicas must be a whole number, but is the text "no"',
  ]);
});

test.each<[string, string, readonly string[]]>([
  ["incomplete defaults", "defaults: { brokers: { runtime: { podman: {} } } }", []],
  ["defaults that are not built", "defaults: { brokers: { storage: 1Gi } }", []],
  [
    "templates whose name no row has filled",
    `brokers: { "B-$(x)": { each: [], ${broker}, replicas: $(n) } }`,
    [],
  ],
  ["what unsets a default", `defaults: { brokers: { tls: {} } }\nbrokers: { b: { ${broker}, tls: ~ } }`, []],
])("%s are no fault of their own", (_, lines, expected) => {
  expect(reported(lines)).toEqual(expected);
});

test("a key that nobody knows is reported in each file that has it", () => {
  const reader = memoryReader({
    "mesh.yaml": `${head}include: [a.yaml]\nbroker: {}\n`,
    "a.yaml": "apiVersion: meshc/v1\nbroker: 1\n",
  });
  const { diagnostics } = andThen(load("mesh.yaml", reader, { overlays: [] }), validate);
  expect(diagnostics.map(({ at, code }) => `${at?.file.name} ${code}`)).toEqual([
    "mesh.yaml MESH1201",
    "a.yaml MESH1201",
  ]);
});

test("an overlay may delete, and say a part of what is needed", () => {
  const lines = `brokers: { b: { ${broker}, storage: 1Gi }, c: { ${broker} } }\nlinks: { l: { between: [b, b] } }`;
  const deletes = "brokers: { b: { storage: null }, c: null }";
  expect(reported(lines, deletes, "links: { l: { cost: 2 } }")).toEqual([]);
});

test("rows beyond the tenth that are wrong in one place are left for the next run", () => {
  const rows = Array.from({ length: 20 }, (_, index) => `{ x: ${index} }`);
  const lines = `brokers: { "b-$(x)": { each: [${rows.join(", ")}], ${broker}, replicas: n$(x) } }`;
  expect(reported(lines)).toHaveLength(10);
});

test("rows that are wrong each in their own way are reported each", () => {
  const lines = `brokers:\n  b-$(x):\n    each: [{ x: 1, e: natz }, { x: 2, e: nuts }, { x: 3, e: natz }]\n    environment: e\n    engine: $(e)\n    replcas: 1`;
  expect(reported(lines)).toEqual([
    'mesh.yaml:8:5 MESH1201 unknown key "replcas" in brokers.b-1; did you mean "replicas"?',
    'mesh.yaml:7:13 MESH1204 brokers.b-1.engine cannot be "natz"; did you mean "nats"?',
    'mesh.yaml:7:13 MESH1204 brokers.b-2.engine cannot be "nuts"; did you mean "nats"?',
  ]);
});
