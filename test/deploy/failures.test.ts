import { appendFileSync, chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { parseDocument, printDocument } from "../../deploy/state/document-text.ts";
import type { Document, EnvironmentState } from "../../deploy/state/documents.ts";
import { endProcess } from "../../deploy/up/end-process.ts";
import { usualLimits } from "../../deploy/up/limits.ts";
import { pair } from "./manifests.ts";
import { errorsOf, meshFolder } from "./mesh-folder.ts";

const hasAudit = pair({ applications: "  audit: { team: two, broker: hub, subscribe: [orders.placed] }" });
const hasBoard = pair({
  applications: "  board: { team: two, broker: line, subscribe: [orders.cancelled] }",
});

test("names an instance that runs and does not answer, and starts it anew once it was ended", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const pid = mesh.instance("centre", "hub-0").process?.pid ?? 0;
  process.kill(pid, "SIGSTOP");
  const { result } = await mesh.up({ limits: { ...usualLimits, healthy: 0.5, connect: 0.5 } });
  process.kill(pid, "SIGKILL");
  expect(errorsOf(result)[0]).toMatch(/^MESH5111 hub-0 did not become healthy within 0.5 s/);
  const again = await mesh.up();
  expect(errorsOf(again.result)).toEqual([]);
  expect(again.touched).toEqual(["hub-0 starting"]);
});

test("names a link that does not connect, with what its instance says of it", async () => {
  const mesh = await meshFolder(pair());
  const { result } = await mesh.up({
    limits: { ...usualLimits, connect: 1.5 },
    onEvent(event) {
      if (event.kind !== "instance" || event.instance !== "line-0" || event.to !== "starting") return;
      process.kill(mesh.instance("centre", "hub-0").process?.pid ?? 0, "SIGKILL");
    },
  });
  const [error] = errorsOf(result);
  expect(error).toMatch(/^MESH5112 link "line.uplink" of line-0 did not connect within 1.5 s/);
  expect(error).toMatch(/Error trying to connect as leafnode/);
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
});

test("believes a reload only when the broker says so, and mends what was refused", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  mesh.write(hasAudit);
  const { processes } = nodeHost();
  const users = join(mesh.instanceFolder("hub-0"), "users.conf");
  const { result } = await mesh.up({
    limits: { ...usualLimits, reload: 1.5 },
    host: {
      processes: {
        ...processes,
        signal(id, signal) {
          chmodSync(users, 0o600);
          appendFileSync(users, "no such line {");
          return processes.signal(id, signal);
        },
      },
    },
  });
  const [error] = errorsOf(result);
  expect(error).toMatch(/^MESH5113 hub-0 did not take its new configuration/);
  expect(error).toMatch(/Failed to reload server configuration/);
  expect(await mesh.status()).toMatchObject({ value: { ok: false } });
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  expect(await mesh.status()).toMatchObject({ value: { ok: true } });
});

test("says that a link's old rights are still in force, and renews it the next time", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  mesh.write(hasBoard);
  const { result } = await mesh.up({ logins: { end: () => Promise.reject(new Error("cut off")) } });
  expect(errorsOf(result)).toEqual([
    "MESH5119 hub-0 could not be told to make link.line.uplink log in anew: cut off",
  ]);
  const again = await mesh.up();
  expect(errorsOf(again.result)).toEqual([]);
  expect(again.touched).toContain("hub-0 reconnecting");
});

test("remembers every change that was begun until one is seen to end", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const cutOff = { end: () => Promise.reject(new Error("cut off")) };
  mesh.write(hasBoard);
  await mesh.up({ logins: cutOff });
  mesh.write(hasAudit);
  await mesh.up({ logins: cutOff });
  mesh.write(pair());
  const { result, touched } = await mesh.up();
  expect(errorsOf(result)).toEqual([]);
  expect(touched).toContain("hub-0 reconnecting");
  expect(mesh.instance("centre", "hub-0").underway).toBeUndefined();
});

test("says so where no port is free", async () => {
  const mesh = await meshFolder(pair());
  const { result } = await mesh.up({
    host: { quietPorts: () => Promise.resolve([20_000, 20_001]), portIsFree: () => Promise.resolve(false) },
  });
  expect(errorsOf(result)).toEqual(["MESH5114 no port of 20000 to 20001 is free on this machine"]);
});

test("says so where processes cannot be told apart", async () => {
  const mesh = await meshFolder(pair());
  const { processes } = nodeHost();
  const { result } = await mesh.up({
    host: { system: "plan9", processes: { ...processes, supported: false } },
  });
  expect(errorsOf(result)[0]).toMatch(/^MESH5116 a mesh cannot be run on plan9 yet/);
});

test("says so where a process outlives SIGKILL", async () => {
  const host = nodeHost();
  const processes = {
    ...host.processes,
    lives: () => Promise.resolve(true),
    signal: () => Promise.resolve(true),
  };
  const ended = await endProcess({ ...host, processes }, "hub-0", { pid: 1, born: "" }, 0.05, 0.05);
  expect(errorsOf(ended)).toEqual(["MESH5117 hub-0 (process 1) does not end"]);
});

test("compiles for the program that is here and warns where the manifest names another version", async () => {
  const wanted = (version: string): string => pair({ settings: `, version: "${version}"` });
  const mesh = await meshFolder(wanted("2.14"));
  const first = await mesh.up();
  const program = first.events.find((event) => event.kind === "program");
  const other = program?.version.startsWith("2.12") ? "2.14" : "2.12";
  mesh.write(wanted(other));
  const { result, touched } = await mesh.up();
  expect(errorsOf(result)).toEqual([]);
  expect(touched).toEqual([]);
  const warning = result.diagnostics.find(({ code }) => code === "MESH5118");
  expect(warning?.severity).toBe("warning");
  expect(warning?.message).toContain(`"hub" is to be ${other}, but here it runs on ${program?.path}`);
  expect(warning?.at?.file.name).toBe("mesh.yaml");
});

test("refuses a document that was written beside another mesh's", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const path = join(mesh.upFolder, "environments", "plant.json");
  const document = parseDocument<EnvironmentState>(readFileSync(path)) as Document<EnvironmentState>;
  writeFileSync(path, printDocument({ ...document, lineage: "another" }));
  expect(errorsOf((await mesh.up()).result)[0]).toMatch(/^MESH5108 .*plant.json does not belong/);
});

test("never takes a lost mesh document for a mesh that is new", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  await mesh.host.files.remove(join(mesh.upFolder, "mesh.json"));
  expect(errorsOf((await mesh.up()).result)[0]).toMatch(/^MESH5103 .*mesh.json is damaged: it is gone/);
  expect(await mesh.processes()).toHaveLength(2);
});
