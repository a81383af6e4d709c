import { readFileSync } from "node:fs";
import { X509Certificate } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Certified } from "../../../deploy/certificates/pem.ts";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import { errorsOf, meshFolder } from "../../deploy/mesh-folder.ts";
import { until } from "../../nats/until.ts";
import { dial, greetsFirst } from "../../tls/dial.ts";
import { startImpostor } from "../../tls/impostor.ts";
import { everyKindOfConnection } from "../../tls/tls-mesh.ts";

const day = 24 * 60 * 60 * 1_000;

async function renewedMesh(version: string) {
  const mesh = await meshFolder(everyKindOfConnection, version);
  const secret = (kind: string, name: string): Certified =>
    JSON.parse(readFileSync(join(mesh.upFolder, "secrets", kind, `${name}.json`), "utf8"));
  const serialOf = (name: string) =>
    new X509Certificate(secret("certificates", name).certificate).serialNumber;
  const names = ["core-0", "core-1", "west-0", "shed-0", "link.shed.uplink"];
  const serials = () => names.map(serialOf);
  // Of a year a third is left and not a day more than that, minus the days in which nothing happens.
  const longAgo = { now: () => new Date(Date.now() - 250 * day) };
  expect(errorsOf((await mesh.up({ tls: true, host: longAgo })).result)).toEqual([]);
  const before = serials();
  const processes = await mesh.processes();
  const { result, touched } = await mesh.up();
  expect([errorsOf(result), touched.toSorted()]).toEqual([
    [],
    ["core-0 reloaded", "core-1 reloaded", "shed-0 reloaded", "west-0 reloaded"],
  ]);
  expect((await mesh.processes()).map(({ pid }) => pid)).toEqual(processes.map(({ pid }) => pid));
  expect(serials().filter((serial) => before.includes(serial))).toEqual([]);
  return { mesh, secret, serialOf, servers: secret("authorities", "servers") };
}

async function endInstance(mesh: Awaited<ReturnType<typeof meshFolder>>, name: string): Promise<void> {
  const running = async () => (await mesh.processes()).filter(({ folder }) => folder?.endsWith(`/${name}`));
  for (const { pid } of await running()) process.kill(pid, "SIGKILL");
  expect(await until(async () => (await running()).length === 0, 5_000)).toBe(true);
}

test.each(natsServerVersions)(
  "NATS %s: certificates of which less than a third is left are made anew, and shown without a restart",
  async (version) => {
    const { mesh, secret, serialOf, servers } = await renewedMesh(version);
    const port = (name: string, listener: string) => mesh.instance("centre", name).ports[listener] ?? 0;
    for (const listener of ["nats", "cluster", "gateway", "leafnode"]) {
      const to = { port: port("core-0", listener), greets: greetsFirst(listener) };
      const shown = secret("certificates", listener === "leafnode" ? "link.shed.uplink" : "core-1");
      const { serial, spokenWith } = await dial(to, servers.certificate, shown);
      expect([listener, spokenWith, serial]).toEqual([listener, true, serialOf("core-0")]);
    }
    // What dials is asked for its certificate where a hub was: those that dialed it dial again.
    for (const [ended, listener, dialer] of [
      ["core-0", "cluster", "core-1"],
      ["core-1", "gateway", "west-0"],
      ["core-1", "leafnode", "link.shed.uplink"],
    ] as const) {
      await endInstance(mesh, ended);
      const standIn = await startImpostor(
        secret("certificates", "core-0"),
        greetsFirst(listener),
        port("core-0", listener),
      );
      expect(await until(() => standIn.shown().length > 0, 30_000)).toBe(true);
      expect([listener, standIn.shown()[0]]).toEqual([listener, serialOf(dialer)]);
      await standIn.close();
    }
  },
);
