import { expect, test } from "vitest";
import { locate } from "../../compiler/model/locate.ts";
import { loadData, loadDocuments, loadFiles, place, shown } from "./load-text.ts";

const head = "apiVersion: meshc/v1\n";

test.each<[string, string, unknown]>([
  [
    "fill in what is absent",
    "defaults: { brokers: { engine: nats } }\nbrokers: { b: {} }",
    { brokers: { b: { engine: "nats" } } },
  ],
  [
    "yield to the entry",
    "defaults: { brokers: { engine: nats } }\nbrokers: { b: { engine: kafka } }",
    { brokers: { b: { engine: "kafka" } } },
  ],
  [
    "merge maps deeply",
    "defaults: { brokers: { listeners: { nats: { port: 1, expose: mesh } } } }\nbrokers: { b: { listeners: { nats: { port: 2 }, mqtt: 3 } } }",
    { brokers: { b: { listeners: { nats: { port: 2, expose: "mesh" }, mqtt: 3 } } } },
  ],
  [
    "replace lists whole",
    "defaults: { applications: { publish: [ a.b ], labels: { x: y } } }\napplications: { a: { publish: [ c.d ] } }",
    { applications: { a: { publish: ["c.d"], labels: { x: "y" } } } },
  ],
  [
    "replace `share` whole",
    "defaults: { domains: { share: { subscribe: all, publish: [ t ] } } }\ndomains: { d: { share: { publish: [ u ] } } }",
    { domains: { d: { share: { publish: ["u"] } } } },
  ],
  [
    "replace `share` of an event whole",
    "defaults: { domains: { events: { share: { size: 1, share: { subscribe: all, publish: [ t ] } } } } }\ndomains: { d: { events: { share: { share: { subscribe: [ u ] } } } } }",
    { domains: { d: { events: { share: { size: 1, share: { subscribe: ["u"] } } } } } },
  ],
  [
    "replace `residency` whole",
    "defaults: { environments: { residency: eu } }\nenvironments: { e: { residency: cn }, f: {} }",
    { environments: { e: { residency: "cn" }, f: { residency: "eu" } } },
  ],
  [
    "replace `tls.certificates` whole and merge the rest of `tls`",
    "defaults: { brokers: { tls: { mode: required, certificates: { cert: { ref: x } } } } }\nbrokers: { b: { tls: { certificates: { key: { ref: y } } } } }",
    { brokers: { b: { tls: { mode: "required", certificates: { key: { ref: "y" } } } } } },
  ],
  [
    "merge a map of another place that is called certificates",
    "defaults: { brokers: { settings: { certificates: { a: 1 } } } }\nbrokers: { b: { settings: { certificates: { b: 2 } } } }",
    { brokers: { b: { settings: { certificates: { a: 1, b: 2 } } } } },
  ],
  [
    "are unset by null",
    "defaults: { brokers: { engine: nats, replicas: 3 } }\nbrokers: { b: { engine: null } }",
    { brokers: { b: { replicas: 3 } } },
  ],
  [
    "are unset by null within maps",
    "defaults: { brokers: { tls: { mode: off, certificates: generated } } }\nbrokers: { b: { tls: { mode: ~ } } }",
    { brokers: { b: { tls: { certificates: "generated" } } } },
  ],
  [
    "need not be there for null",
    "brokers: { b: { engine: null, replicas: 1 } }",
    { brokers: { b: { replicas: 1 } } },
  ],
  [
    "need not be there for null within maps",
    "brokers: { b: { listeners: { nats: { port: null }, mqtt: 1 }, tls: { mode: ~ } } }",
    { brokers: { b: { listeners: { nats: {}, mqtt: 1 }, tls: {} } } },
  ],
  [
    "leave null where it is part of what is passed through",
    "brokers: { b: { settings: { a: null, b: { c: null } } } }\ndomains: { d: { events: { e: { schema: { default: null, not: { const: null } } } } } }",
    {
      brokers: { b: { settings: { a: null, b: { c: null } } } },
      domains: { d: { events: { e: { schema: { default: null, not: { const: null } } } } } },
    },
  ],
  [
    "of events leave it to null to unset what the domain says",
    "defaults: { domains: { events: { e: { size: 1, rate: 2 } } } }\ndomains: { d: { residency: [ eu ], retention: { age: 1d, size: 1 }, events: { e: { size: null, residency: null, retention: { age: null } } } } }",
    {
      domains: {
        d: {
          residency: ["eu"],
          retention: { age: "1d", size: 1 },
          events: { e: { rate: 2, retention: { size: 1 } } },
        },
      },
    },
  ],
  ["do not fill links", "defaults: {}\nlinks: { l: { cost: 1 } }", { links: { l: { cost: 1 } } }],
  [
    "leave what is no map to the schema",
    "defaults: { brokers: { engine: nats } }\nbrokers: { b: 3 }",
    { brokers: { b: 3 } },
  ],
])("defaults %s", (_, text, expected) => {
  expect(loadData({ "mesh.yaml": `${head}${text}\n` })).toEqual(expected);
});

test("an event inherits from its domain what a domain says of its events, and nothing else", () => {
  const data = loadData({
    "mesh.yaml": `${head}
defaults: { domains: { compatibility: full, retention: { age: 7d } } }
domains:
  d:
    owner: t
    topic: a/b
    description: text
    labels: { x: y }
    protect: true
    delivery: at-least-once
    order: key
    duplicates: none
    retention: { size: 1Gi }
    home: hub
    share: { subscribe: all, publish: [ t ] }
    residency: [ eu ]
    classification: [ pii ]
    offline: 72h
    events:
      all: {}
      own: { retention: { age: null, messages: 5 }, share: { publish: [ u ] }, residency: null, home: other, delivery: ~ }
      text: 3
`,
  });
  const inherited = {
    order: "key",
    duplicates: "none",
    classification: ["pii"],
    offline: "72h",
    compatibility: "full",
  };
  expect(data).toMatchObject({ domains: { d: { owner: "t", retention: { age: "7d", size: "1Gi" } } } });
  expect((data as { domains: { d: { events: unknown } } }).domains.d.events).toEqual({
    all: {
      ...inherited,
      delivery: "at-least-once",
      retention: { age: "7d", size: "1Gi" },
      home: "hub",
      share: { subscribe: "all", publish: ["t"] },
      residency: ["eu"],
    },
    own: { ...inherited, retention: { size: "1Gi", messages: 5 }, share: { publish: ["u"] }, home: "other" },
    text: 3,
  });
});

test("a null of a domain unsets the default for its events too", () => {
  const data = loadData({
    "mesh.yaml": `${head}defaults: { domains: { residency: [ eu ] } }\ndomains: { d: { residency: null, events: { e: {} } } }\n`,
  });
  expect(data).toEqual({ domains: { d: { events: { e: {} } } } });
});

test("defaults fill the expansions of each", () => {
  const data = loadData({
    "mesh.yaml": `${head}defaults: { brokers: { engine: nats } }\nbrokers: { "b-$(s)": { each: [ { s: x } ] } }\n`,
  });
  expect(data).toEqual({ brokers: { "b-x": { engine: "nats" } } });
});

test("an inherited value has its place in the defaults, or in the domain", () => {
  const documents = loadDocuments({
    "mesh.yaml": `${head}defaults:\n  domains: { order: key }\ndomains:\n  d: { delivery: at-least-once, events: { e: {} } }\n`,
  });
  const at = (...path: string[]) => place(locate(documents, path, "value").span);
  expect(at("domains", "d", "events", "e", "order")).toBe("mesh.yaml:3:21");
  expect(at("domains", "d", "events", "e", "delivery")).toBe("mesh.yaml:5:18");
});

test.each<[string, string, readonly string[]]>([
  ["defaults that are a list", "defaults: []", ["mesh.yaml:2:11 MESH1111"]],
  ["defaults of brokers that are a list", "defaults: { brokers: [] }", ["mesh.yaml:2:22 MESH1111"]],
  ["defaults of a section without any", "defaults: { teams: {} }", ["mesh.yaml:2:13 MESH1124"]],
  ["defaults of a section misspelt", "defaults: { broker: {} }", ["mesh.yaml:2:13 MESH1124"]],
])("%s are an error", (_, text, expected) => {
  expect(loadFiles({ "mesh.yaml": `${head}${text}\n` }).diagnostics.map(shown)).toEqual(expected);
});

test("the order of files and keys decides nothing", () => {
  const one = loadData({
    "mesh.yaml": `${head}mesh: { name: m }\ninclude: [ a.yaml, b.yaml ]\ndefaults: { brokers: { engine: nats, replicas: 3 } }\n`,
    "a.yaml": `${head}brokers: { x: {}, y: { replicas: 1 } }\n`,
    "b.yaml": `${head}teams: { t: {} }\n`,
  });
  const two = loadData({
    "mesh.yaml": `defaults: { brokers: { replicas: 3, engine: nats } }\ninclude: [ b.yaml, a.yaml ]\nmesh: { name: m }\n${head}`,
    "a.yaml": `${head}brokers: { y: { replicas: 1 }, x: {} }\n`,
    "b.yaml": `${head}teams: { t: {} }\n`,
  });
  expect(one).toEqual(two);
});
