import * as fc from "fast-check";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Node } from "../../compiler/model/documents.ts";
import { layOver } from "../../compiler/load/lay-over.ts";
import { parseYaml } from "../../compiler/source/parse-yaml.ts";
import {
  folderWith,
  loadData,
  loadDocuments,
  loadFiles,
  loadFolder,
  place,
  plain,
  shown,
} from "./load-text.ts";

const head = "apiVersion: meshc/v1\n";

/** A value as a node, by way of its JSON. */
function nodeOf(value: unknown): Node {
  const { node } = parseYaml({ name: "x.yaml", text: JSON.stringify(value) });
  if (!node) throw new Error("nothing was parsed");
  return node;
}

/** The examples of RFC 7396, appendix A. */
test.each([
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
  [
    ["a", "b"],
    ["c", "d"],
    ["c", "d"],
  ],
  [{ a: "b" }, ["c"], ["c"]],
  [{ a: "foo" }, null, null],
  [{ a: "foo" }, "bar", "bar"],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: "b", c: null }, { a: "b" }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
])("%j with %j laid over is %j", (base, patch, expected) => {
  expect(plain(layOver(nodeOf(base), nodeOf(patch)))).toEqual(expected);
});

/** The algorithm of RFC 7396 as it is printed there, on plain data. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const key = fc.constantFrom("a", "b", "c");
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(null, 1, "x"),
    fc.array(tie("tree"), { maxLength: 2 }),
    fc.dictionary(key, tie("tree"), { noNullPrototype: true }),
  ),
}));

test("laying over does what RFC 7396 says", () => {
  fc.assert(
    fc.property(tree, tree, (base, patch) => {
      expect(plain(layOver(nodeOf(base), nodeOf(patch)))).toEqual(mergePatch(base, patch));
    }),
    { numRuns: 1_000, seed: 3 },
  );
});

test("overlays change, add and delete, in the order given", () => {
  const files = {
    "mesh.yaml": `${head}mesh: { name: m }\nteams: { a: { contact: x }, b: {} }\n`,
    "one.yaml": `${head}teams: { a: { contact: y, labels: { k: v } }, b: null, c: {} }\n`,
    "two.yaml": `${head}mesh: { name: n }\nteams: { a: { contact: z } }\n`,
  };
  expect(loadData(files, ["one.yaml", "two.yaml"])).toEqual({
    mesh: { name: "n" },
    teams: { a: { contact: "z", labels: { k: "v" } }, c: {} },
  });
});

test("overlays come before each and defaults", () => {
  const files = {
    "mesh.yaml": `${head}defaults: { brokers: { engine: nats } }\nbrokers: { "e-$(s)": { each: [ { s: a } ], replicas: 1 } }\n`,
    "o.yaml": `${head}defaults: { brokers: { engine: kafka } }\nbrokers: { "e-$(s)": { each: [ { s: b } ], replicas: 3 } }\n`,
  };
  expect(loadData(files, ["o.yaml"])).toEqual({ brokers: { "e-b": { engine: "kafka", replicas: 3 } } });
});

test("an overlay may lie anywhere, since the user named it", () => {
  const folder = folderWith({ "mesh.yaml": `${head}teams: {}\n` });
  const elsewhere = folderWith({ "o.yaml": `${head}teams: { a: {} }\n` });
  const result = loadFolder(folder, [join(elsewhere, "o.yaml")]);
  expect(result.ok && plain(result.value.root)).toEqual({ teams: { a: {} } });
});

test("a value of an overlay has the overlay's place, a map keeps its own", () => {
  const { root } = loadDocuments(
    {
      "mesh.yaml": `${head}teams:\n  a: { contact: x }\n`,
      "o.yaml": `${head}teams:\n  a:\n    contact: y\n  b: {}\n`,
    },
    ["o.yaml"],
  );
  const teams = root.entries.get("teams")?.value;
  if (teams?.kind !== "map") throw new Error("no teams");
  const [a, b] = [teams.entries.get("a"), teams.entries.get("b")];
  const contact = a?.value.kind === "map" ? a.value.entries.get("contact") : undefined;
  expect([a?.key, contact?.key, contact?.value.span, b?.key].map((span) => span && place(span))).toEqual([
    "mesh.yaml:3:3",
    "o.yaml:4:5",
    "o.yaml:4:14",
    "o.yaml:5:3",
  ]);
});

test.each<[string, string, readonly string[]]>([
  ["without apiVersion", "teams: {}\n", ["o.yaml:1:1 MESH1112"]],
  ["with an include", `${head}include: [ a.yaml ]\n`, ["o.yaml:2:1 MESH1119"]],
  ["that is a list", "- 1\n", ["o.yaml:1:1 MESH1111"]],
  ["that is no YAML", "a: [\n", ["o.yaml:2:1 MESH1101"]],
])("an overlay %s is an error", (_, text, expected) => {
  const result = loadFiles({ "mesh.yaml": `${head}teams: {}\n`, "o.yaml": text }, ["o.yaml"]);
  expect(result.diagnostics.map(shown)).toEqual(expected);
});

test("an overlay that is missing is an error", () => {
  expect(loadFiles({ "mesh.yaml": `${head}teams: {}\n` }, ["o.yaml"]).diagnostics.map(shown)).toEqual([
    "- MESH1001",
  ]);
});

test("an overlay that deletes what is not there is warned of, with the name that may have been meant", () => {
  const files = {
    "mesh.yaml": `${head}teams: { retail: {} }\n`,
    "o.yaml": `${head}teams: { retial: null, retail: { contact: null } }\nlinks: { l: ~ }\n`,
  };
  const { ok, diagnostics } = loadFiles(files, ["o.yaml"]);
  expect([ok, ...diagnostics.map(({ severity, message }) => `${severity} ${message}`)]).toEqual([
    true,
    'warning `teams.retial` is not there to be deleted; did you mean "retail"?',
    "warning `links.l` is not there to be deleted",
  ]);
});
