import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { listState } from "../../deploy/state/list-state.ts";
import { openStore } from "../../deploy/state/open-store.ts";
import { unlockState } from "../../deploy/state/unlock-state.ts";
import { exampleEnvironment, writeExample } from "./example-state.ts";
import { good } from "./good.ts";
import { otherMachine } from "./other-machine.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const host = nodeHost();
const elsewhere = otherMachine(host);

function stores() {
  const folder = temporaryFolder();
  const here = good(openStore(host, undefined, folder));
  return { folder, here, there: good(openStore(elsewhere, undefined, folder)) };
}

test("the lock of another machine is named with who holds it and since when, and broken by name", async () => {
  const { here, there } = stores();
  await writeExample(here);
  const held = good(await there.lock(["environments/site"], "meshc apply"));
  const refused = await here.lock(["mesh", "environments/site"], "meshc apply");
  expect(refused.diagnostics[0]?.message).toMatch(
    /^environment "site" is held by .+ \(`meshc apply`, process 4711 on elsewhere, since 20.+Z\)$/,
  );
  expect(refused.diagnostics[0]?.help).toContain("break it by `meshc state unlock site`");
  expect(await here.isLocked("mesh"), "what was locked before is given back").toBe(false);
  expect(await unlockState(here, "site")).toMatchObject({
    ok: true,
    value: { host: "elsewhere", pid: 4711 },
  });
  const lock = good(await here.lock(["environments/site"], "meshc apply"));
  expect(lock.held.size).toBe(1);
  const before = good(await there.read("environments/site"));
  const content = exampleEnvironment("site", "x");
  const late = await there.write(held, "environments/site", before, { lineage: "l", content });
  expect(late.diagnostics[0]?.message, "whoever held it writes nothing").toContain("its lock was broken");
});

test("the mesh's own lock is called mesh", async () => {
  const { here, there } = stores();
  good(await there.lock(["mesh"], "meshc apply"));
  expect((await here.lock(["mesh"], "meshc apply")).diagnostics[0]?.help).toContain(
    "meshc state unlock mesh",
  );
  expect((await unlockState(here, "mesh")).ok).toBe(true);
  expect((await here.lock(["mesh"], "meshc apply")).ok).toBe(true);
});

test("what nobody holds, and what a living process of this machine holds, is not broken", async () => {
  const { here } = stores();
  const free = await unlockState(here, "sight");
  expect(free.diagnostics[0]).toMatchObject({
    code: "MESH5510",
    message: 'environment "sight" is held by nobody',
  });
  good(await here.lock(["environments/site"], "meshc apply"));
  const lives = await unlockState(here, "site");
  expect(lives.diagnostics[0]?.message).toContain(`process ${process.pid} of this machine`);
  expect(await here.isLocked("environments/site")).toBe(true);
});

test("the lock that a dead process of this machine left behind is followed", async () => {
  const { here, folder } = stores();
  const child = spawn("sleep", ["60"], { stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const born = (await host.processes.find(child.pid ?? 0))?.born ?? "";
  const self = async () => ({ pid: child.pid ?? 0, born });
  const dying = good(openStore({ ...host, processes: { ...host.processes, self } }, undefined, folder));
  good(await dying.lock(["environments/site"], "meshc apply"));
  expect((await here.lock(["environments/site"], "meshc apply")).diagnostics[0]?.code).toBe("MESH5105");
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
  expect((await here.lock(["environments/site"], "meshc apply")).ok).toBe(true);
});

test("the list names each document, who holds it, and what is damaged, without hiding the rest", async () => {
  const { here, there, folder } = stores();
  expect(await listState(here)).toMatchObject({ value: { documents: [] } });
  await writeExample(here);
  good(await there.lock(["environments/site"], "meshc apply"));
  good(await there.lock(["environments/new"], "meshc apply"));
  writeFileSync(join(folder, ".meshc", "environments", "cloud.json"), "{");
  const { where, documents } = good(await listState(here));
  expect(where).toBe(join(folder, ".meshc"));
  expect(documents.map(({ name }) => name)).toEqual(["mesh", "cloud", "site"]);
  const [mesh, cloud, site] = documents;
  expect(mesh).toMatchObject({ key: "mesh", serial: 1, problems: [] });
  expect(cloud).toMatchObject({ problems: [{ code: "MESH5103" }] });
  expect(site).toMatchObject({
    serial: 1,
    generation: 1,
    applied: { at: "2026-11-28T09:00:00.000Z", compiler: "0.1.0", underway: false },
    lockedBy: { host: "elsewhere", command: "meshc apply", isGone: false },
  });
  rmSync(join(folder, ".meshc", "environments", "cloud.json"));
  expect(good(await listState(here)).documents.map(({ name }) => name)).toEqual(["mesh", "site"]);
});
