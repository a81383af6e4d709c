import { spawn } from "node:child_process";
import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseDocument, printDocument } from "../../deploy/state/document-text.ts";
import type { Document, EnvironmentState } from "../../deploy/state/documents.ts";
import { pair } from "./manifests.ts";
import { errorsOf, meshFolder } from "./mesh-folder.ts";

test("does nothing, and leaves nothing, where nothing was ever up", async () => {
  const mesh = await meshFolder(pair());
  expect(await mesh.down()).toMatchObject({ ok: true, value: { ended: 0, removed: false } });
  expect(await mesh.down(true)).toMatchObject({ ok: true, value: { ended: 0, removed: false } });
  expect(existsSync(join(mesh.folder, ".meshc"))).toBe(false);
});

test("is told by status, and removes later what it left", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  expect(await mesh.status()).not.toHaveProperty("value.takenDown");
  expect(await mesh.down()).toMatchObject({ ok: true, value: { ended: 2, removed: false } });
  expect(await mesh.status()).toMatchObject({ ok: true, value: { ok: false, takenDown: true } });
  expect(await mesh.down(true)).toMatchObject({ ok: true, value: { ended: 0, removed: true } });
  expect(existsSync(join(mesh.folder, ".meshc"))).toBe(false);
});

test("leaves a process alone that was given the number of one of ours", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  await mesh.down();
  const other = spawn("sleep", ["60"], { stdio: "ignore", cwd: mesh.instanceFolder("hub-0") });
  onTestFinished(() => void other.kill());
  const born = (await mesh.host.processes.find(other.pid ?? 0))?.born ?? "";
  await recordProcess(mesh, other.pid ?? 0, born);
  expect(await mesh.down()).toMatchObject({ ok: true, value: { ended: 0 } });
  await recordProcess(mesh, other.pid ?? 0, "");
  expect((await mesh.up()).touched).toEqual(["hub-0 starting", "line-0 starting"]);
  await mesh.down();
  expect(other.exitCode).toBeNull();
  expect(await mesh.host.processes.lives({ pid: other.pid ?? 0, born })).toBe(true);
});

test("ends processes that an interrupted run could not record", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  await forgetProcesses(mesh);
  const forgotten = await mesh.processes();
  const { result } = await mesh.up();
  expect(errorsOf(result)).toEqual([]);
  const now = await mesh.processes();
  expect(now).toHaveLength(2);
  expect(now.some(({ pid }) => forgotten.some((each) => each.pid === pid))).toBe(false);
  await forgetProcesses(mesh);
  expect(await mesh.down()).toMatchObject({ ok: true, value: { ended: 2 } });
  expect(await mesh.processes()).toEqual([]);
});

test("finds its processes after the folder was given another name", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  renameSync(join(mesh.folder, ".meshc"), join(mesh.folder, "moved"));
  expect(await mesh.down()).toMatchObject({ ok: true, value: { ended: 0 } });
  renameSync(join(mesh.folder, "moved"), join(mesh.folder, ".meshc"));
  expect(await mesh.down()).toMatchObject({ ok: true, value: { ended: 2 } });
});

test("refuses a damaged document, but removes everything when told to", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  await mesh.host.files.write(documentOf(mesh, "plant"), Buffer.from("{"), { mode: 0o600 });
  const refused = await mesh.down();
  expect(refused.diagnostics[0]).toMatchObject({ code: "MESH5103" });
  expect(refused.diagnostics[0]?.help).toContain("plant.json.previous");
  expect(errorsOf((await mesh.up()).result)[0]).toMatch(/^MESH5103/);
  expect(await mesh.processes()).toHaveLength(2);
  expect(await mesh.down(true)).toMatchObject({ ok: true, value: { ended: 2 } });
  expect(await mesh.processes()).toEqual([]);
});

type Mesh = Awaited<ReturnType<typeof meshFolder>>;

function documentOf(mesh: Mesh, environment: string): string {
  return join(mesh.upFolder, "environments", `${environment}.json`);
}

async function change(
  mesh: Mesh,
  environment: string,
  edit: (instances: Record<string, object>) => void,
): Promise<void> {
  const path = documentOf(mesh, environment);
  const document = parseDocument<EnvironmentState>(readFileSync(path)) as Document<EnvironmentState>;
  const instances = { ...document.content.instances };
  edit(instances);
  const text = printDocument({ ...document, content: { ...document.content, instances } });
  await mesh.host.files.write(path, Buffer.from(text), { mode: 0o600 });
}

function recordProcess(mesh: Mesh, pid: number, born: string): Promise<void> {
  return change(mesh, "centre", (instances) => {
    instances["hub-0"] = { ...instances["hub-0"], process: { pid, born } };
  });
}

async function forgetProcesses(mesh: Mesh): Promise<void> {
  for (const environment of ["centre", "plant"]) {
    await change(mesh, environment, (instances) => {
      for (const name of Object.keys(instances)) instances[name] = { ...instances[name], process: undefined };
    });
  }
}
