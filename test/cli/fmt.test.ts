import { chmodSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { faulty, folderWith, meshc } from "./run-meshc.ts";

const untidy = "mesh:   { name: shop } # the name\napiVersion: meshc/v1\ninclude: [parts/*.yaml]\n";
const part = "apiVersion: meshc/v1\nteams:\n    retail:  {}\n";

test("fmt formats the root file and what it includes, keeps comments and permissions, and then has nothing to do", async () => {
  const cwd = folderWith({ "mesh.yaml": untidy, "parts/teams.yaml": part });
  chmodSync(join(cwd, "mesh.yaml"), 0o600);
  const first = await meshc(["fmt"], { cwd });
  expect([first.code, first.out, first.err]).toEqual([0, "mesh.yaml\nparts/teams.yaml\n", ""]);
  expect(readFileSync(join(cwd, "mesh.yaml"), "utf8")).toContain("# the name");
  expect(statSync(join(cwd, "mesh.yaml")).mode & 0o777).toBe(0o600);
  expect(await meshc(["fmt"], { cwd })).toEqual({ code: 0, out: "", err: "" });
});

test("fmt --check changes nothing and exits 1 where a file would change", async () => {
  const cwd = folderWith({ "mesh.yaml": untidy, "parts/teams.yaml": part });
  expect(await meshc(["fmt", "--check"], { cwd })).toMatchObject({
    code: 1,
    out: "mesh.yaml\nparts/teams.yaml\n",
  });
  expect(readFileSync(join(cwd, "mesh.yaml"), "utf8")).toBe(untidy);
});

test("a linked file stays a link", async () => {
  const cwd = folderWith({ "real.yaml": untidy.replace(/include.*\n/, "") });
  symlinkSync("real.yaml", join(cwd, "mesh.yaml"));
  await meshc(["fmt"], { cwd });
  expect(readFileSync(join(cwd, "real.yaml"), "utf8")).toMatch(/^apiVersion/);
});

test("errors of meaning do not keep a manifest from being formatted, errors of YAML do", async () => {
  expect((await meshc(["fmt"], { cwd: folderWith({ "mesh.yaml": faulty }) })).code).toBe(0);
  const { code, err } = await meshc(["fmt"], { cwd: folderWith({ "mesh.yaml": "a: [" }) });
  expect([code, err]).toEqual([1, expect.stringContaining("mesh.yaml:1:")]);
});
