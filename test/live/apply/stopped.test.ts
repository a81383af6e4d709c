import { createServer, type Server } from "node:net";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pair } from "../../deploy/manifests.ts";
import { bundledProgram } from "../../deploy/program.ts";
import { appliedMesh, changesOf, told } from "./applied-mesh.ts";

let killed: Awaited<ReturnType<typeof bundledProgram>>;

beforeAll(async () => {
  killed = await bundledProgram(new URL("killed-apply.ts", import.meta.url));
});
afterAll(() => killed.remove());

async function occupied(port: number): Promise<Server> {
  const server = createServer().listen({ port, host: "127.0.0.1" });
  await once(server, "listening");
  return server;
}

test("what stops half-way says where, keeps what it reached, and the next apply goes on from there", async () => {
  const mesh = await appliedMesh({ manifest: pair() });
  const { topology } = await mesh.analyzed();
  const port = topology.brokers.get("line")?.listeners.get("nats") ?? 0;
  let blocker: Server | undefined;
  const afterWave = async (number: number) => {
    if (number === 1) blocker = await occupied(port);
  };
  const { result } = await mesh.apply({ afterWave });
  blocker?.close();
  expect(told(result.diagnostics, "error").join("\n")).toContain("MESH5110 line-0 did not start");
  expect(result).toMatchObject({
    ok: true,
    value: { stoppedAt: 2, interrupted: false, instances: 2, touched: 1 },
  });
  expect(mesh.environment("centre").instances["hub-0"]?.applied).toBeDefined();
  expect(mesh.environment("centre").applied?.underway).toMatch(/^[0-9a-f]{64}$/);
  expect(mesh.environment("centre").applied?.manifest).toBe(undefined);

  const hub = (await mesh.processes()).map(({ pid }) => pid);
  const planned = await mesh.plan();
  expect(await mesh.planWarnings()).toEqual(["MESH5709 an earlier `apply` did not finish in centre, plant"]);
  expect(planned.unfinished).toEqual(["centre", "plant"]);
  expect(changesOf(planned)).not.toEqual([]);
  const again = await mesh.apply();
  expect(told(again.result.diagnostics, "error")).toEqual([]);
  expect(again.touched).toEqual(["line-0 starting"]);
  expect((await mesh.processes()).map(({ pid }) => pid)).toEqual(expect.arrayContaining(hub));
  expect((await mesh.plan()).unfinished).toEqual([]);
  expect(changesOf(await mesh.plan())).toEqual([]);
  expect((await mesh.verify()).ok).toBe(true);
});

test.each(["hub-0 starting", "hub-0 healthy", "line-0 starting", "line-0 healthy"])(
  "an apply that is killed at %s is finished by the next one, with each broker running once",
  async (killedAt) => {
    const mesh = await appliedMesh({ manifest: pair() });
    await mesh.analyzed();
    const ended = await killed.run([mesh.folder, killedAt], { ...process.env, ...mesh.host.environment });
    expect(ended).toMatchObject({ signal: "SIGKILL" });
    expect(mesh.environment("plant").applied?.underway).toBeDefined();
    await mesh.applied();
    expect(await mesh.processes()).toHaveLength(2);
    expect(changesOf(await mesh.plan())).toEqual([]);
    expect((await mesh.plan()).unfinished).toEqual([]);
  },
);

test("what was not applied is not there to be asked", async () => {
  const mesh = await appliedMesh({ manifest: pair() });
  await expect(mesh.running()).rejects.toThrow(/^MESH5708 no mesh that was applied runs from /);
});

test("what the user stops is gone on with", async () => {
  const mesh = await appliedMesh({ manifest: pair() });
  const stop = new AbortController();
  const { result } = await mesh.apply({
    interruption: stop.signal,
    progress: (event) => {
      if (event.kind === "wave") stop.abort();
    },
  });
  expect(result).toMatchObject({
    ok: true,
    value: { interrupted: true, stoppedAt: 2, instances: 2, touched: 1 },
  });
  await mesh.applied();
  expect((await mesh.verify()).ok).toBe(true);
});

test("a plan that is out of date is refused, saying what moved, and changes nothing", async () => {
  const mesh = await appliedMesh({ manifest: pair() });
  const planned = await mesh.plan();
  await mesh.applied();
  const before = await mesh.processes();
  const { result, touched } = await mesh.apply({ planned });
  expect(result.ok).toBe(false);
  expect(told(result.diagnostics, "error")).toHaveLength(1);
  expect(told(result.diagnostics, "error")[0]).toMatch(/^MESH5702 .*mesh\.json moved from serial 0 to \d+/);
  expect(touched).toEqual([]);
  expect(await mesh.processes()).toEqual(before);
});

test("of two applies at once one is carried out and the other is told who holds the state", async () => {
  const mesh = await appliedMesh({ manifest: pair() });
  const planned = await mesh.plan();
  const both = await Promise.all([mesh.apply({ planned }), mesh.apply({ planned })]);
  const errors = both.map(({ result }) => told(result.diagnostics, "error").map((line) => line.slice(0, 8)));
  expect(errors.toSorted((a, b) => a.length - b.length)).toEqual([[], ["MESH5105"]]);
  expect(await mesh.processes()).toHaveLength(2);
  expect(changesOf(await mesh.plan())).toEqual([]);
});

test("what never came up is started with the program that is named by then", async () => {
  const mesh = await appliedMesh({ manifest: pair() });
  const good = mesh.host.environment["MESHC_NATS_SERVER"] ?? "";
  const bad = join(mesh.folder, "bad-server");
  const [real] = good.split(":");
  const ends = `#!/bin/sh\ncase "$*" in *nats.conf*) exit 1;; esac\nexec ${real} "$@"\n`;
  writeFileSync(bad, ends, { mode: 0o755 });
  const named = (programs: string) => ({
    ...mesh.host,
    environment: { ...mesh.host.environment, MESHC_NATS_SERVER: programs },
  });
  const { result } = await mesh.apply({ host: named(bad) });
  expect(told(result.diagnostics, "error").join("\n")).toContain("MESH5110 hub-0 did not start");
  const again = await mesh.apply({ host: named(good) });
  expect(told(again.result.diagnostics, "error")).toEqual([]);
  expect((await mesh.plan()).plan.changes).toEqual([]);
});
