import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { readTree } from "../harness/file-tree.ts";
import { folderWith, meshc } from "./run-meshc.ts";

test.each(["quickstart", "microservices", "lines-of-business", "order-processing", "iot", "hybrid"])(
  "the template %s is a valid manifest, laid out as its pipeline demands",
  async (template) => {
    const cwd = folderWith({});
    expect((await meshc(["init", "--template", template], { cwd })).code).toBe(0);
    const { code, out } = await meshc(["validate"], { cwd });
    expect([code, out]).toEqual([0, expect.stringMatching(/^ok: /)]);
    expect(await meshc(["fmt", "--check"], { cwd })).toEqual({ code: 0, out: "", err: "" });
  },
);

test("what init writes: a manifest, editor settings with the schema, a pipeline, and what git shall not keep", async () => {
  const cwd = folderWith({});
  const { out } = await meshc(["init"], { cwd });
  const files = [
    ".github/workflows/mesh.yaml",
    ".gitignore",
    ".vscode/mesh.schema.json",
    ".vscode/settings.json",
    "mesh.yaml",
  ];
  expect([...readTree(cwd).keys()]).toEqual(files);
  for (const file of files) expect(out).toContain(`wrote  ${file}\n`);
  expect(readFileSync(join(cwd, ".gitignore"), "utf8")).toContain(".meshc/");
  const settings = JSON.parse(readFileSync(join(cwd, ".vscode/settings.json"), "utf8"));
  expect(settings["yaml.schemas"][".vscode/mesh.schema.json"]).toContain("mesh.yaml");
});

test("the editor's schema stands alone, takes the template and refuses an unknown key", async () => {
  const cwd = folderWith({});
  await meshc(["init", "--template", "lines-of-business"], { cwd });
  const schema = JSON.parse(readFileSync(join(cwd, ".vscode/mesh.schema.json"), "utf8"));
  const validate = new Ajv2020({ strict: false, unicodeRegExp: true }).compile(schema);
  const manifest = parse(readFileSync(join(cwd, "mesh.yaml"), "utf8"));
  validate(manifest);
  expect(validate.errors ?? []).toEqual([]);
  expect(validate({ ...manifest, brokerz: {} })).toBe(false);
});

test("init never overwrites: what is there stays, and a template's parts do not join another manifest", async () => {
  const cwd = folderWith({ "mesh.yaml": "mine", ".gitignore": "mine too" });
  const { code, out } = await meshc(["init", "--template", "lines-of-business"], { cwd });
  expect(code).toBe(0);
  expect(out).toContain("kept   mesh.yaml\n");
  expect(out).toContain("kept   .gitignore\n");
  expect(readFileSync(join(cwd, "mesh.yaml"), "utf8")).toBe("mine");
  expect(readFileSync(join(cwd, ".gitignore"), "utf8")).toBe("mine too");
  expect(existsSync(join(cwd, "domains"))).toBe(false);
});

test("init writes the pipeline that was asked for, or none", async () => {
  const gitlab = folderWith({});
  await meshc(["init", "--pipeline", "gitlab"], { cwd: gitlab });
  expect(existsSync(join(gitlab, ".gitlab-ci.yml"))).toBe(true);
  expect(existsSync(join(gitlab, ".github"))).toBe(false);
  const none = folderWith({});
  await meshc(["init", "deep/er", "--pipeline", "none", "--quiet"], { cwd: none });
  expect([...readTree(join(none, "deep/er")).keys()]).not.toContain(".gitlab-ci.yml");
});

test("a folder that cannot be made is an error that names it in words", async () => {
  const cwd = folderWith({ file: "", "mesh/.vscode": "" });
  const below = await meshc(["init", "file/below"], { cwd });
  expect([below.code, below.err]).toEqual([
    1,
    `error: cannot write ${cwd}/file/below: a file stands where a folder has to be\n`,
  ]);
  const beside = await meshc(["init", "mesh"], { cwd });
  expect([beside.code, beside.err]).toEqual([
    1,
    `error: cannot write ${cwd}/mesh/.vscode: a file stands where a folder has to be\n`,
  ]);
});

test("what to do next works from where the user is", async () => {
  const cwd = folderWith({});
  expect((await meshc(["init", "infra/mesh"], { cwd })).err).toContain("`meshc validate infra/mesh`");
  expect((await meshc(["init"], { cwd })).err).toContain("`meshc validate`");
});
