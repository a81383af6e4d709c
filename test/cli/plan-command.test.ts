import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { planDocument } from "../../compiler/plan/plan-document.ts";
import { exampleOfTest } from "../harness/copied-example.ts";
import { atPlants, change, plan } from "./hand-made-plan.ts";
import { faulty, folderWith, meshc } from "./run-meshc.ts";

const quickstart = "examples/quickstart";

function faultsOf(schema: string, value: unknown): readonly unknown[] {
  const validate = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(`schema/output/${schema}.json`, "utf8")) as object,
  );
  validate(value);
  return validate.errors ?? [];
}

test("plan against nothing adds everything, as text, JSON of the published shape and markdown", async () => {
  const text = await meshc(["plan", quickstart]);
  expect([text.code, text.err]).toEqual([0, ""]);
  expect(text.out).toMatch(/environment office: \d+ changes?\n {2}brokers\n {4}\+ {3}office /);
  expect(text.out).toMatch(
    /\nPlan: \d+ to add, 0 to change, 0 to replace, 0 to remove; worst effect: NONE\n$/,
  );
  const json = await meshc(["plan", quickstart, "--json"]);
  expect(faultsOf("plan", JSON.parse(json.out))).toEqual([]);
  expect((await meshc(["plan", quickstart, "--format", "json"])).out).toBe(json.out);
  const markdown = await meshc(["plan", quickstart, "--format", "markdown"]);
  expect(markdown.out).toMatch(/^### meshc plan of quickstart\n\n\*\*Plan: \d+ to add/);
});

test("every sort of change, refusal and interim has the published shape", () => {
  const touched = { flows: ["orders.placed: till -> picking"], applications: ["picking"] };
  const all = plan(
    [...atPlants(3), change(touched), change({ action: "drain", effect: "DATA LOSS", basis: "assumed" })],
    {
      refused: [
        { name: "orders", why: "its home moves", allow: "orders" },
        { name: "stock", why: "it is protected" },
      ],
      toAllow: ["domain/orders"],
      noted: ["team retail is not protected any more"],
      waves: [{ number: 1, title: "hubs", brokers: ["core"] }],
      meanwhile: [
        { after: 0, until: 2, kind: "exposed", what: "more than before", flows: [] },
        { after: 1, until: 2, kind: "cut", what: "it is cut", flows: ["orders.placed: till -> picking"] },
      ],
    },
  );
  expect(faultsOf("plan", { ...planDocument(all), live: null })).toEqual([]);
  const { mesh: _mesh, ...said } = all;
  expect(planDocument(all)).toMatchObject(said);
  expect(faultsOf("plan", { ...planDocument(all), more: 1 })).toHaveLength(1);
});

test("with --detailed-exitcode changes are told by the exit code, else it is that of success", async () => {
  expect((await meshc(["plan", quickstart])).code).toBe(0);
  expect((await meshc(["plan", quickstart, "--detailed-exitcode"])).code).toBe(2);
  const cwd = folderWith({ "mesh.yaml": faulty });
  expect((await meshc(["plan", "--detailed-exitcode"], { cwd })).code).toBe(1);
});

test("a saved plan is written whole, holds no secret, and is the same bytes each time", async () => {
  const cwd = exampleOfTest("quickstart");
  const save = async (file: string) => {
    expect((await meshc(["plan", "--out", file], { cwd })).code).toBe(0);
    return readFileSync(join(cwd, file), "utf8");
  };
  const [one, other] = [await save("one.json"), await save("other.json")];
  expect(one).toBe(other);
  expect(JSON.parse(one)).toMatchObject({ version: 1, mesh: "quickstart", environments: [], mayLose: [] });
  const nowhere = await meshc(["plan", "--out", "no/such/folder/plan.json"], { cwd });
  expect([nowhere.code, nowhere.err]).toEqual([
    1,
    expect.stringContaining("cannot write no/such/folder/plan.json"),
  ]);
});

test("planning writes nothing beside the manifest, and connects to nobody without --live", async () => {
  const cwd = exampleOfTest("quickstart");
  await meshc(["plan"], { cwd });
  await meshc(["plan", "--live"], { cwd });
  expect(() => statSync(join(cwd, ".meshc"))).toThrow(/ENOENT/);
});

test("--live has a section of its own, which says that nothing was applied", async () => {
  const { out } = await meshc(["plan", quickstart, "--live"]);
  expect(out).toMatch(/\n\nWhat runs now, compared with what was applied:\nNothing was applied yet/);
  const json = JSON.parse((await meshc(["plan", quickstart, "--live", "--json"])).out) as object;
  expect(json).toMatchObject({ live: null });
  expect(faultsOf("plan", json)).toEqual([]);
});

test("an environment that nobody declares is wrong usage", async () => {
  const { code, err } = await meshc(["plan", quickstart, "--env", "ofice"]);
  expect([code, err]).toEqual([64, 'error: no environment is called "ofice"; did you mean "office"?\n']);
});

test("apply without a terminal, or with --json, is refused before anything is done, unless it is approved", async () => {
  const cwd = folderWith({ "mesh.yaml": faulty });
  expect(await meshc(["apply"], { cwd })).toMatchObject({
    code: 64,
    err: "error: there is no terminal on which somebody could approve: say --auto-approve\n",
  });
  const json = await meshc(["apply", "--json"], { cwd, isTerminal: true, typed: ["yes"] });
  expect([json.code, json.err]).toEqual([64, "error: with --json nobody is asked: say --auto-approve\n"]);
});

test.each([[["no"]], [["y"]], [["YES"]], [["yes please"]], [[""]], [[]]])(
  "whoever answers %j to the question has said no, and nothing was changed",
  async (typed) => {
    const cwd = exampleOfTest("quickstart");
    const { code, out, err } = await meshc(["apply", "--no-color"], { cwd, isTerminal: true, typed });
    expect(code).toBe(1);
    expect(out).toContain("Plan: ");
    expect(err).toContain('Carry this plan out? Only "yes" is a yes: ');
    expect(err).toMatch(/Nothing was changed\.\n$/);
    expect(() => statSync(join(cwd, ".meshc"))).toThrow(/ENOENT/);
  },
);

test("a file that is no saved plan is wrong usage, whatever is in it", async () => {
  const cwd = exampleOfTest("quickstart");
  const apply = async (...args: readonly string[]) => {
    const { code, err } = await meshc(["apply", "--auto-approve", ...args], { cwd });
    expect(code).toBe(64);
    return err;
  };
  expect(await apply("none.json")).toContain("cannot read the plan none.json");
  for (const text of ["", "{}", "[]", "null", "7", '{"version":1}', '{"version":1,"plan":{"changes":[]}}']) {
    writeFileSync(join(cwd, "plan.json"), text);
    expect(await apply("plan.json")).toContain("plan.json is no plan that `meshc plan --out` saved");
  }
  writeFileSync(join(cwd, "plan.json"), '{"version":2}');
  expect(await apply("plan.json")).toContain("plan.json is a plan of another meshc");
  expect(await apply("plan.json", "--env", "office")).toContain("says itself which environments");
  expect(await apply("plan.json", "--allow-data-loss", "orders")).toContain("says itself what may be lost");
});

test("a saved plan of another manifest is refused, and it is said what moved", async () => {
  const cwd = exampleOfTest("quickstart");
  await meshc(["plan", "--out", "plan.json"], { cwd });
  const manifest = join(cwd, "mesh.yaml");
  writeFileSync(manifest, readFileSync(manifest, "utf8").replaceAll("cancelled", "dropped"));
  const { code, err } = await meshc(["apply", "plan.json", "--auto-approve"], { cwd });
  expect([code, err]).toEqual([
    1,
    expect.stringContaining("MESH5702: the plan is out of date: the manifest changed"),
  ]);
  expect(() => statSync(join(cwd, ".meshc"))).toThrow(/ENOENT/);
});
