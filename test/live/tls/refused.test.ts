import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Certified } from "../../../deploy/certificates/pem.ts";
import { natsLive } from "../../nats/nats-live.ts";
import { findNatsServer, natsServerVersions } from "../../../tools/nats-server.mjs";
import { freePorts } from "../../nats/free-ports.ts";
import { pause } from "../../nats/until.ts";
import { dial, greetsFirst, type Shown } from "../../tls/dial.ts";
import { type Impostor, startImpostor } from "../../tls/impostor.ts";
import { tlsMesh } from "../../tls/tls-mesh.ts";

const nats = await natsLive();

type Mesh = Awaited<ReturnType<typeof tlsMesh>>;

function portOf({ mesh }: Mesh, instance: string, listener: string): number {
  return mesh.instance("centre", instance).ports[listener] ?? 0;
}

// The two oldest let in, without TLS, a leaf that shows no credentials at all.
test.each(natsServerVersions.filter((version) => /^2\.(10|11|15)\./.test(version)))(
  "NATS %s: listeners speak with who shows what they know, and refuse everybody else before a word is said",
  async (version) => {
    const mesh = await tlsMesh(version);
    const { own, ofStranger, expired } = mesh;
    const cases: readonly (readonly [listener: string, what: string, shown: Shown, isSpokenWith: boolean])[] =
      [
        ["nats", "nothing", "nothing", true],
        ["nats", "plain text", "plain text", false],
        ...(["cluster", "gateway"] as const).flatMap((listener) => [
          [listener, "a server's certificate", own.server, true] as const,
          [listener, "a link's certificate", own.link, false] as const,
          [listener, "an expired certificate", expired.server, false] as const,
        ]),
        ["leafnode", "a link's certificate", own.link, true],
        ["leafnode", "a server's certificate", own.server, false],
        ["leafnode", "an expired certificate", expired.link, false],
        ...(["cluster", "gateway", "leafnode"] as const).flatMap((listener) => [
          [listener, "a stranger's certificate", ofStranger, false] as const,
          [listener, "no certificate", "nothing", false] as const,
          [listener, "plain text", "plain text", false] as const,
        ]),
      ];
    const told: unknown[] = [];
    for (const [listener, what, shown] of cases) {
      const to = { port: portOf(mesh, "core-0", listener), greets: greetsFirst(listener) };
      const { spokenWith } = await dial(to, mesh.servers.certificate, shown);
      told.push([listener, what, spokenWith]);
    }
    expect(told).toEqual(cases.map(([listener, what, , isSpokenWith]) => [listener, what, isSpokenWith]));
  },
);

/** A copy of an instance, at ports of its own, that dials an impostor where it should dial the hub `core`. */
async function dialingCopy(mesh: Mesh, instance: string, listener: string, impostor: number): Promise<void> {
  const { mesh: running } = mesh;
  const folder = join(running.folder, `copy-of-${instance}`);
  cpSync(running.instanceFolder(instance), folder, { recursive: true });
  const own = Object.values(running.instance("centre", instance).ports);
  const targets = ["core-0", "core-1"].map((name) => portOf(mesh, name, listener));
  const free = await freePorts(own.length);
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".conf"))) {
    let text = readFileSync(join(folder, name), "utf8");
    // What it listens on stands in its main file, and what it dials in the others.
    if (name === "nats.conf")
      for (const [index, port] of own.entries()) text = text.replaceAll(`:${port}"`, `:${free[index]}"`);
    else for (const target of targets) text = text.replaceAll(`:${target}"`, `:${impostor}"`);
    rmSync(join(folder, name));
    writeFileSync(join(folder, name), text);
  }
  const child = spawn(await findNatsServer(), ["--config", "nats.conf"], { cwd: folder, stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
}

/** Waits until an impostor was dialed, and a little longer. */
async function heardOf(impostor: Impostor): Promise<void> {
  for (let waited = 0; impostor.dialed() === 0 && waited < 10_000; waited += 100) await pause(100);
  expect(impostor.dialed()).toBeGreaterThan(0);
  await pause(1_000);
}

/** Whether an impostor was spoken to: beside the first word of TLS, which says nothing of who dials. */
function isSpokenTo(impostor: Impostor): boolean {
  const heard = impostor.heard();
  return heard !== "" && (!heard.startsWith("\x16\x03") || heard.includes("CONNECT"));
}

test("who dials says nothing to a server that does not show what it should", async () => {
  const mesh = await tlsMesh();
  const impostures: readonly (readonly [what: string, shown: Certified | "plain text", isSpoken: boolean])[] =
    [
      ["what it should", mesh.own.server, true],
      ["a stranger's certificate", mesh.ofStranger, false],
      ["an expired certificate", mesh.expired.server, false],
      ["a certificate of another name", mesh.ofAnotherName, false],
      ["a link's certificate", mesh.own.link, false],
      ["plain text", "plain text", false],
    ];
  for (const [what, shown, isSpoken] of impostures) {
    for (const [instance, listener] of [
      ["core-0", "cluster"],
      ["west-0", "gateway"],
      ["shed-0", "leafnode"],
    ] as const) {
      const impostor = await startImpostor(shown, greetsFirst(listener));
      await dialingCopy(mesh, instance, listener, impostor.port);
      await heardOf(impostor);
      expect([instance, what, isSpokenTo(impostor)]).toEqual([instance, what, isSpoken]);
      await impostor.close();
    }
    const impostor = await startImpostor(shown, true);
    const to = { host: "127.0.0.1", port: impostor.port, authority: mesh.servers.certificate };
    await expect(nats.connect(to, { seed: nats.newKeyPair().seed })).rejects.toThrow();
    expect(["client", what, isSpokenTo(impostor)]).toEqual(["client", what, isSpoken]);
    await impostor.close();
  }
});
