import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith, meshc } from "./run-meshc.ts";

const manifest = "apiVersion: meshc/v1\nmesh: { name: shop }\n";

async function found(cwd: string, ...args: readonly string[]): Promise<string> {
  const { code, out } = await meshc(["validate", ...args], { cwd });
  expect(code).toBe(1);
  return out;
}

test("a manifest that is not there is named as it was looked for, with ways to name or make one", async () => {
  const cwd = folderWith({ "infra/file": "", "empty/sub/file": "" });
  const inFolder = await found(cwd, "infra");
  expect(inFolder).toMatch(/MESH1001: there is no manifest "infra\/mesh\.yaml"\n/);
  expect(inFolder).toMatch(/help: .*PATH or `-m PATH`; `meshc init`/);
  expect(inFolder).not.toContain("include");
  expect(await found(cwd)).toContain('no manifest "mesh.yaml"');
  expect(await found(cwd, "-m", "infra/other.yaml")).toContain('no manifest "infra/other.yaml"');
  expect(await found(cwd, "infar")).toContain('no manifest "infar"');
});

test("a manifest that is not below the current folder is named by its whole path", async () => {
  const cwd = folderWith({ "infra/file": "", "elsewhere/file": "" });
  const wanted = `no manifest "${join(cwd, "infra/mesh.yaml")}"`;
  expect(await found(join(cwd, "elsewhere"), "../infra")).toContain(wanted);
  expect(await found("/", join(cwd, "infra"))).toContain(join(cwd, "infra/mesh.yaml").slice(1));
});

test("an overlay that is not there is said to be the command line's, as seen from the current folder", async () => {
  const cwd = folderWith({ "infra/mesh.yaml": manifest });
  const out = await found(cwd, "infra", "--overlay", "production.yaml");
  expect(out).toMatch(/MESH1001: there is no file "production\.yaml", the overlay of the command line\n/);
  expect(out).toMatch(/help: .*--overlay.*current folder/);
  expect(out).not.toContain("include");
});

test("a file that a manifest names is still named as it is written there", async () => {
  const cwd = folderWith({ "infra/mesh.yaml": `${manifest}include: [domains/oders.yaml]\n` });
  expect(await found(cwd, "infra")).toMatch(
    /infra\/mesh\.yaml:3:11 error MESH1001: there is no file "domains\/oders/,
  );
});
