import { expect, test } from "vitest";
import { locate } from "../../compiler/model/locate.ts";
import { loadData, loadDocuments, loadFiles, place, shown } from "./load-text.ts";

const head = "apiVersion: meshc/v1\n";

function brokers(text: string, files: Readonly<Record<string, string>> = {}): unknown {
  const data = loadData({ "mesh.yaml": `${head}brokers:\n${text}`, ...files });
  return (data as { readonly brokers: unknown }).brokers;
}

test("an entry is repeated for each row, its name, strings and keys filled in", () => {
  expect(
    brokers(`  edge-$(site):
    each: [ { site: oslo, n: 1, tags: { a: b } }, { site: bergen, n: 2, tags: {} } ]
    description: "$(site) has $(n), not $$(n)"
    replicas: $(n)
    labels: $(tags)
    hosts: [ "$(site)-1", fixed ]
    listeners: { "p-$(site)": 1 }
`),
  ).toEqual({
    "edge-oslo": {
      description: "oslo has 1, not $(n)",
      replicas: 1,
      labels: { a: "b" },
      hosts: ["oslo-1", "fixed"],
      listeners: { "p-oslo": 1 },
    },
    "edge-bergen": {
      description: "bergen has 2, not $(n)",
      replicas: 2,
      labels: {},
      hosts: ["bergen-1", "fixed"],
      listeners: { "p-bergen": 1 },
    },
  });
});

test("a lone placeholder takes the value's type, any other makes text", () => {
  expect(
    brokers(`  b:
    each: [ { n: 1, t: true, z: null, s: "1", l: [ 1 ] } ]
    lone: [ $(n), $(t), $(z), $(s), $(l) ]
    text: "$(n)$(t)$(s)"
`),
  ).toEqual({ b: { lone: [1, true, null, "1", [1]], text: "1true1" } });
});

test("rows come from a file too, and templates share it", () => {
  expect(
    brokers(
      `  a-$(s): { each: { file: rows/sites.yaml } }
  b-$(s): { each: { file: ./rows/../rows/sites.yaml } }
`,
      { "rows/sites.yaml": "- s: x\n- { s: y }\n" },
    ),
  ).toEqual({ "a-x": {}, "a-y": {}, "b-x": {}, "b-y": {} });
});

test("a file of rows is relative to the file that names it", () => {
  const data = loadData({
    "mesh.yaml": `${head}include: [ parts/a.yaml ]\n`,
    "parts/a.yaml": `${head}links: { "l-$(s)": { each: { file: rows.yaml } } }\n`,
    "parts/rows.yaml": "- { s: x }\n",
  });
  expect(data).toEqual({ links: { "l-x": {} } });
});

test("no rows, no entries", () => {
  expect(brokers("  b: { each: [] }\n  c: {}\n")).toEqual({ c: {} });
});

test("an entry written out under an expanded name is laid over the expansion, wherever it stands", () => {
  expect(
    brokers(`  e-y: { replicas: null, tls: { mode: off } }
  e-$(s): { each: [ { s: x }, { s: y } ], replicas: 3, tls: { mode: required, certificates: generated } }
  e-z: { replicas: 5 }
`),
  ).toEqual({
    "e-x": { replicas: 3, tls: { mode: "required", certificates: "generated" } },
    "e-y": { tls: { mode: "off", certificates: "generated" } },
    "e-z": { replicas: 5 },
  });
});

test("a null in an entry written out also unsets the default", () => {
  const data = loadData({
    "mesh.yaml": `${head}defaults: { brokers: { uplink: hub } }\nbrokers: { "e-$(s)": { each: [ { s: x } ] }, e-x: { uplink: null } }\n`,
  });
  expect(data).toEqual({ brokers: { "e-x": {} } });
});

test("a null in an entry written out deletes what the expansion says, also within maps and where nothing is inherited", () => {
  expect(
    brokers(`  "e-$(s)": { each: [ { s: x } ], listeners: { nats: 1, mqtt: { port: 2, expose: mesh } } }
  e-x: { listeners: { nats: null, mqtt: { expose: ~ } } }
`),
  ).toEqual({ "e-x": { listeners: { mqtt: { port: 2 } } } });
  const links = `links: { "l-$(s)": { each: [ { s: x } ], cost: 3, via: none }, l-x: { cost: null } }`;
  expect(loadData({ "mesh.yaml": `${head}${links}\n` })).toEqual({ links: { "l-x": { via: "none" } } });
});

test("a section without templates keeps its order and its nodes", () => {
  expect(Object.keys(brokers("  z: {}\n  a: {}\n") as object)).toEqual(["z", "a"]);
});

test("every expansion knows the template's place and its row", () => {
  const documents = loadDocuments({
    "mesh.yaml": `${head}brokers:\n  e-$(s):\n    each: { file: rows.yaml }\n    replicas: $(n)\n`,
    "rows.yaml": "- { s: x, n: 1 }\n- { s: y, n: 2 }\n",
  });
  const at = locate(documents, ["brokers", "e-y", "replicas"], "value");
  expect([place(at.span), at.row && place(at.row)]).toEqual(["mesh.yaml:5:15", "rows.yaml:2:3"]);
});

test("placeholders outside of each are text", () => {
  expect(brokers('  b: { description: "$(x)" }\n')).toEqual({ b: { description: "$(x)" } });
});

test.each<[string, string, readonly string[]]>([
  [
    "a placeholder that the row does not fill",
    "brokers: { b: { each: [ { site: x } ], region: $(sit) } }",
    ["mesh.yaml:2:48 MESH1120 <- mesh.yaml:2:25"],
  ],
  [
    "a placeholder in a name that the row does not fill",
    "brokers: { b-$(x): { each: [ { y: x } ] } }",
    ["mesh.yaml:2:12 MESH1120 <- mesh.yaml:2:30"],
  ],
  [
    "a list within text",
    "brokers: { b: { each: [ { l: [] } ], region: a$(l) } }",
    ["mesh.yaml:2:46 MESH1121 <- mesh.yaml:2:25"],
  ],
  [
    "nothing within text",
    "brokers: { b-$(n): { each: [ { n: } ] } }",
    ["mesh.yaml:2:12 MESH1121 <- mesh.yaml:2:30"],
  ],
  [
    "two rows of one name",
    "brokers: { b: { each: [ { s: x }, { s: y } ] } }",
    ["mesh.yaml:2:12 MESH1122 <- mesh.yaml:2:35 <- mesh.yaml:2:25"],
  ],
  [
    "two templates of one name",
    "brokers: { b-$(s): { each: [ { s: x } ] }, $(s): { each: [ { s: b-x } ] } }",
    ["mesh.yaml:2:44 MESH1122 <- mesh.yaml:2:60 <- mesh.yaml:2:30"],
  ],
  [
    "two keys of one name",
    "brokers: { b: { each: [ { s: x } ], labels: { x: 1, $(s): 2 } } }",
    ["mesh.yaml:2:53 MESH1108 <- mesh.yaml:2:47"],
  ],
  ["each in a domain", "domains: { d: { each: [] } }", ["mesh.yaml:2:17 MESH1123"]],
  ["each in a team", "teams: { d: { each: [] } }", ["mesh.yaml:2:15 MESH1123"]],
  ["rows that are a text", "brokers: { b: { each: x } }", ["mesh.yaml:2:23 MESH1111"]],
  ["rows that are another map", "brokers: { b: { each: { files: x } } }", ["mesh.yaml:2:23 MESH1111"]],
  ["a row that is a text", "brokers: { b: { each: [ x ] } }", ["mesh.yaml:2:25 MESH1111"]],
  ["a missing file of rows", "brokers: { b: { each: { file: x.yaml } } }", ["mesh.yaml:2:31 MESH1001"]],
  ["a file of rows above", "brokers: { b: { each: { file: ../x.yaml } } }", ["mesh.yaml:2:31 MESH1004"]],
  [
    "a file of rows by absolute path",
    "brokers: { b: { each: { file: /x.yaml } } }",
    ["mesh.yaml:2:31 MESH1004"],
  ],
  ["a file of rows that is a map", "brokers: { b: { each: { file: map.yaml } } }", ["map.yaml:1:1 MESH1111"]],
])("%s is an error at its place", (_, text, expected) => {
  const result = loadFiles({ "mesh.yaml": `${head}${text}\n`, "map.yaml": "a: 1\n" });
  expect(result.ok).toBe(false);
  expect(result.diagnostics.map(shown)).toEqual(expected);
});

test("a placeholder that is nearly right is suggested", () => {
  const result = loadFiles({
    "mesh.yaml": `${head}brokers: { b: { each: [ { site: x } ], region: $(sit) } }\n`,
  });
  expect(result.diagnostics[0]?.message).toContain('did you mean "site"?');
});

test.each([
  [10, []],
  [11, ["1 more row has the same fault here"]],
  [10_000, ["9990 more rows have the same fault here"]],
])("what %d rows lack at one place is told for 10 of them, and then counted", (count, beyond) => {
  const rows = Array.from({ length: count }, (_, index) => `- s: x${index}`).join("\n");
  const { diagnostics } = loadFiles({
    "mesh.yaml": `${head}brokers:\n  b-$(s):\n    each: { file: rows.yaml }\n    region: $(sit)\n    engine: $(eng)\n`,
    "rows.yaml": rows,
  });
  for (const [line, key] of [
    [5, "sit"],
    [6, "eng"],
  ] as const) {
    const here = diagnostics.filter(({ at }) => at && place(at).startsWith(`mesh.yaml:${line}:`));
    expect(new Set(here.map(({ code }) => code))).toEqual(new Set(["MESH1120"]));
    expect(here.slice(0, 10).every(({ message }) => message.includes(`"${key}"`))).toBe(true);
    expect(here.slice(10).map(({ message }) => message)).toEqual(beyond);
  }
});

test("rows that all make one name are told for 10 of them, and then counted", () => {
  const rows = Array.from({ length: 100 }, (_, index) => `- s: x${index}`).join("\n");
  const { diagnostics } = loadFiles({
    "mesh.yaml": `${head}brokers:\n  b:\n    each: { file: rows.yaml }\n`,
    "rows.yaml": rows,
  });
  expect(diagnostics).toHaveLength(11);
  expect(diagnostics[10]?.message).toBe("89 more rows have the same fault here");
});

test("an expansion beyond the limit is an error before it is made", () => {
  const rows = Array.from({ length: 70_000 }, (_, index) => `- s: x${index}`).join("\n");
  const labels = Array.from({ length: 60 }, (_, index) => `l${index}: v`).join(", ");
  const files = {
    "mesh.yaml": `${head}brokers:\n  b-$(s): { each: { file: rows.yaml }, labels: { ${labels} } }\n`,
    "rows.yaml": rows,
  };
  expect(loadFiles(files).diagnostics.map(shown)).toEqual(["mesh.yaml:3:13 MESH1012"]);
});
