import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { faulty, folderWith, meshc } from "./run-meshc.ts";

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });

function expectShape(schema: string, text: string): void {
  const id = `output/${schema}.json`;
  const validate = ajv.getSchema(id) ?? ajv.compile(JSON.parse(readFileSync(`schema/${id}`, "utf8")));
  validate(JSON.parse(text));
  expect(validate.errors ?? []).toEqual([]);
}

async function validated(format: string, manifest = faulty): Promise<string> {
  const cwd = folderWith({ "mesh.yaml": manifest });
  return (await meshc(["validate", "--format", format], { cwd })).out;
}

test("text shows the place, the line with a caret, help and a count", async () => {
  expect(await validated("text"))
    .toBe(`mesh.yaml:5:24 error MESH2001: no environment is called "clowd"; did you mean "cloud"?
  5 |   core: { environment: clowd, engine: nats }
    |                        ^^^^^
  help: Declare the environment "clowd", or refer to one that the manifest declares.

mesh.yaml:8:12 error MESH2001: no team is called "retial"; did you mean "retail"?
  8 |     owner: retial
    |            ^^^^^^
  help: Declare the team "retial", or refer to one that the manifest declares.

2 errors
`);
});

test("what is warned of while a link is on its standby is not promised", async () => {
  const standby = (uplink: string) => `apiVersion: meshc/v1
mesh: { name: shop }
teams: { retail: {} }
environments:
  de: { platform: local, residency: eu }
  us: { platform: local, residency: us }
  line: { platform: local, residency: eu, dialable: false }
brokers:
  de: { environment: de, engine: nats }
  us: { environment: us, engine: nats, listeners: { nats: 4223, management: 8223, gateway: 7223, leafnode: 7423 } }
  line: { environment: line, engine: nats, uplink: ${uplink}, listeners: { nats: 4224, management: 8224 } }
domains:
  eu: { owner: retail, topic: eu, residency: [eu], events: { moved: {} } }
applications:
  from: { team: retail, broker: de, publish: [eu.moved] }
  to: { team: retail, broker: line, subscribe: [eu.moved] }
`;
  const [warned, sure] = [
    await validated("text", standby("[de, us]")),
    await validated("text", standby("de")),
  ];
  expect(warned).toContain("warning MESH3103");
  expect(warned).toContain("; every flow has a path while every link is on its first target, no event");
  expect(sure).toContain("; every flow has a path, no event");
});

test("compile says that the lock was written, when it was", async () => {
  const cwd = folderWith({});
  await meshc(["init"], { cwd });
  const compile = async () => (await meshc(["compile", "-o", "out"], { cwd })).out;
  expect(await compile()).toMatch(/^out: \d+ written and mesh\.lock\.json, 0 removed, 0 unchanged\n$/);
  expect(await compile()).toMatch(/^out: 0 written, 0 removed, \d+ unchanged\n$/);
});

test("text names files as seen from the current folder", async () => {
  const cwd = folderWith({ "infra/mesh.yaml": faulty, "infra/sub/file": "" });
  expect((await meshc(["validate", "infra"], { cwd })).out).toContain("infra/mesh.yaml:5:24 error");
  expect((await meshc(["validate", ".."], { cwd: `${cwd}/infra/sub` })).out).toContain("../mesh.yaml:5:24");
});

/** A folder with a manifest that has so many errors. */
function folderOfErrors(count: number): string {
  const brokers = Array.from(
    { length: count },
    (_, index) => `  b${index}: { environment: none, engine: nats }\n`,
  );
  return folderWith({
    "mesh.yaml": `apiVersion: meshc/v1\nmesh: { name: shop }\nbrokers:\n${brokers.join("")}`,
  });
}

test("text shows twenty diagnostics, and all with --all", async () => {
  const cwd = folderOfErrors(30);
  const some = (await meshc(["validate"], { cwd })).out;
  expect(some.match(/error MESH/g)).toHaveLength(20);
  expect(some).toContain("… and 10 more; --all shows them\n30 errors\n");
  expect((await meshc(["validate", "--all"], { cwd })).out.match(/error MESH/g)).toHaveLength(30);
});

test.each([
  ["graph", []],
  ["explain", ["ports"]],
  ["verify", []],
  ["up", []],
  ["credentials", ["till"]],
  ["compile", ["-o", "out"]],
])("%s, which says that --all shows the rest, knows it", async (command, operands) => {
  const cwd = folderOfErrors(30);
  const some = await meshc([command, ...operands], { cwd });
  expect(some.err).toContain("… and 10 more; --all shows them\n");
  const all = await meshc([command, ...operands, "--all"], { cwd });
  expect(all.err.match(/error MESH/g)).toHaveLength(30);
});

test("json has the published shape, valid or not", async () => {
  const bad = await validated("json");
  expectShape("validate", bad);
  expect(JSON.parse(bad)).toMatchObject({
    version: 1,
    ok: false,
    diagnostics: [
      { code: "MESH2001", file: "mesh.yaml", line: 5, column: 24, endLine: 5, endColumn: 29 },
      { line: 8 },
    ],
  });
  expectShape("validate", (await meshc(["validate", "examples/lines-of-business", "--format", "json"])).out);
});

test("sarif names the tool, each rule once, and the places", async () => {
  const { runs } = JSON.parse(await validated("sarif"));
  expect(runs[0].tool.driver).toMatchObject({ name: "meshc", rules: [{ id: "MESH2001" }] });
  expect(runs[0].results[1]).toMatchObject({
    ruleIndex: 0,
    level: "error",
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: "mesh.yaml" }, region: { startLine: 8, endColumn: 18 } },
      },
    ],
  });
});

test("github prints one annotation a diagnostic", async () => {
  const lines = (await validated("github")).trimEnd().split("\n");
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(
    /^::error file=mesh\.yaml,line=5,col=24,endLine=5,endColumn=29,title=MESH2001::no environment/,
  );
});

test.each(["mermaid", "dot", "json"])("graph prints %s for every example", async (format) => {
  for (const example of [
    "quickstart",
    "microservices",
    "lines-of-business",
    "order-processing",
    "iot",
    "hybrid",
  ]) {
    const { code, out } = await meshc(["graph", `examples/${example}`, "--format", format]);
    expect(code).toBe(0);
    if (format === "json") expectShape("graph", out);
    else expect(out).toMatch(/^(flowchart LR|digraph mesh \{)\n/);
  }
});

test("colours stand on a terminal only, and not where the user or a pipeline says no", async () => {
  const cwd = folderWith({ "mesh.yaml": faulty });
  const colored = async (
    args: readonly string[],
    isTerminal: boolean,
    environment: Record<string, string> = {},
  ) => (await meshc(["validate", ...args], { cwd, isTerminal, environment })).out.includes("\u001b[");
  expect(await colored([], true)).toBe(true);
  expect(await colored([], false)).toBe(false);
  expect(await colored(["--no-color"], true)).toBe(false);
  expect(await colored([], true, { NO_COLOR: "1" })).toBe(false);
  expect(await colored([], true, { CI: "true" })).toBe(false);
});
