import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { folderWith } from "./run-meshc.ts";

const root = resolve(".");
const program = join(root, "dist/meshc.js");

test("the package installs into an empty folder without another download, and runs there", () => {
  const folder = folderWith({ "app/package.json": '{ "private": true }' });
  const pack = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const [packed] = JSON.parse(execFileSync("npm", pack, { cwd: root, encoding: "utf8" }));
  const paths = packed.files.map(({ path }: { readonly path: string }) => path);
  expect(paths).toContain("dist/meshc.js");
  expect(
    paths.filter((path: string) => /^(compiler|targets|deploy|cli|test|tools|node_modules)\//.test(path)),
  ).toEqual([]);
  const app = join(folder, "app");
  // Offline: whatever had to be downloaded would fail.
  const install = ["install", "--offline", "--no-audit", "--no-fund", join(folder, packed.filename)];
  execFileSync("npm", install, {
    cwd: app,
    stdio: "pipe",
    env: { ...process.env, npm_config_cache: join(folder, "cache") },
  });
  const meshc = (...args: readonly string[]) =>
    spawnSync(join(app, "node_modules/.bin/meshc"), args, { cwd: app, encoding: "utf8" });
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect(meshc("--version").stdout).toBe(`${version}\n`);
  expect(meshc("init").status).toBe(0);
  expect(meshc("compile", "-o", "out").stdout).toMatch(/^out: \d+ written/);
  expect(meshc("explain", "brokers.uplink").stdout).toContain("What an edge dials");
  expect(meshc("fmt", "--check").stderr).toBe("");
});

test("the one file runs wherever it is put, without the code cache that lies beside it", () => {
  const folder = folderWith({ "meshc.cjs": readFileSync(program, "utf8") });
  const args = [join(folder, "meshc.cjs"), "validate", join(root, "examples/quickstart")];
  expect(spawnSync(process.execPath, args, { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
});

test("a code cache of another program or another node is not used", () => {
  const text = readFileSync(program, "utf8");
  const id = /meshc-([0-9a-f]{16})\.cache/.exec(text)?.[1] ?? "";
  const folder = folderWith({ "meshc.cjs": text, [`meshc-${id}.cache`]: "not a cache" });
  const args = [join(folder, "meshc.cjs"), "--version"];
  expect(spawnSync(process.execPath, args, { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
});

test("a reader that leaves early is no error", async () => {
  const graph = spawn(process.execPath, [program, "graph", "examples/microservices"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  graph.stdout.destroy();
  let errors = "";
  graph.stderr.on("data", (chunk) => (errors += chunk));
  const [code] = await once(graph, "close");
  expect([code, errors]).toEqual([0, ""]);
});
