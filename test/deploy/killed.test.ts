import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { fileStore } from "../../deploy/state/file-store.ts";
import type { StateStore } from "../../deploy/state/state-store.ts";
import { pair } from "./manifests.ts";
import { errorsOf, meshFolder } from "./mesh-folder.ts";
import { bundledProgram } from "./program.ts";
import { stopAt } from "./stop-at.ts";

let program: Awaited<ReturnType<typeof bundledProgram>>;
beforeAll(async () => {
  program = await bundledProgram();
});
afterAll(() => program.remove());

/** Writes the document once more, as whoever comes after a killed run does. */
async function writeOnce(store: StateStore): Promise<number> {
  const lock = await store.lock(["mesh"], "test");
  const before = await store.read("mesh");
  if (!lock.ok || !before.ok) return -1;
  const content = { mesh: "mended", publicKeys: {}, passwords: [] };
  const written = await store.write(lock.value, "mesh", before.value, { lineage: "l", content });
  await store.unlock(lock.value);
  return written.ok ? written.value.serial : -1;
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "meshc-killed-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const everything = process.env["KILLED_RUNS"] === "all";

/** How far apart the steps are at which a run of so many is killed; the long suite "killed-runs" asks for more of them. */
const apart = (steps: number, few: number): number => Math.ceil(steps / (everything ? 8 * few : few));

const patience = everything ? 1_200_000 : 180_000;

/** A store with a document in it, and what has to be after a write of it that ended at a step. */
async function writtenOnce() {
  const store = fileStore(nodeHost(), folder());
  const serial = async (): Promise<number> => {
    const read = await store.read("mesh");
    if (!read.ok) throw new Error(read.diagnostics[0]?.message);
    return read.value?.serial ?? 0;
  };
  await writeOnce(store);
  let before = await serial();
  const judge = async (step: number): Promise<void> => {
    expect([before, before + 1], `step ${step}`).toContain(await serial());
    before = await serial();
    expect(await writeOnce(store), `after step ${step}`).toBe(++before);
  };
  return { store, judge };
}

test(
  "a write that stops for good at any step leaves the document before or the one after, and the next goes on",
  async () => {
    const stopped = await stopAt();
    const { store, judge } = await writtenOnce();
    const run = (last: number) =>
      stopped(last, process.env, (host) => writeOnce(fileStore(host, store.where)));
    const { steps } = await run(0);
    await judge(0);
    expect(steps).toBeGreaterThan(20);
    for (let step = 1; step <= steps; step++) {
      expect(await run(step), `step ${step}`).toEqual({ stopped: true, steps: step });
      await judge(step);
    }
    expect(readdirSync(store.where).toSorted()).toEqual(["locks", "mesh.json", "mesh.json.previous"]);
  },
  patience,
);

test(
  "a process that writes and is killed leaves the document before or the one after, and the next goes on",
  async () => {
    const { store, judge } = await writtenOnce();
    const run = (step: number) => program.run(["write", store.where, String(step)]);
    const steps = Number((await run(0)).output);
    await judge(0);
    for (let step = 1; step <= steps; step += everything ? 1 : Math.ceil(steps / 6)) {
      expect(await run(step), `step ${step}`).toMatchObject({ signal: "SIGKILL" });
      await judge(step);
    }
    expect(readdirSync(store.where).toSorted()).toEqual(["locks", "mesh.json", "mesh.json.previous"]);
  },
  patience,
);

test(
  "of many who want a lock, some of them killed while they hold it, one at a time has it",
  async () => {
    const path = folder();
    const contend = async (): Promise<number> => {
      for (let killed = 0; ; killed++) {
        const { signal, code, output } = await program.run(["lock", path, "15", killed < 2 ? "4" : "0"]);
        if (signal === "SIGKILL" && killed < 50) continue;
        expect(code, output).toBe(0);
        return killed;
      }
    };
    const killed = await Promise.all([contend(), contend(), contend(), contend()]);
    expect(killed.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(8);
  },
  patience,
);

test(
  "an `up` killed at any step is finished by the next, with two processes and no more, and ended by `down`",
  async () => {
    const dry = await meshFolder(pair());
    const environment = { ...process.env, MESHC_NATS_SERVER: dry.host.environment["MESHC_NATS_SERVER"] };
    const counted = await program.run(["up", dry.folder, "0"], environment);
    const steps = Number(counted.output);
    expect(steps, counted.output).toBeGreaterThan(100);
    await dry.down(true);
    const mesh = await meshFolder(pair());
    for (let at = 3, runs = 0; at < steps; at += apart(steps, 7), runs++) {
      const { signal } = await program.run(["up", mesh.folder, String(at)], environment);
      expect(signal, `step ${at} of ${steps}`).toBe("SIGKILL");
      if (runs % 2 === 1) {
        expect(await mesh.down(), `down after step ${at}`).toMatchObject({ ok: true });
        expect(await mesh.processes(), `down after step ${at}`).toEqual([]);
      }
      const { result } = await mesh.up();
      expect(errorsOf(result), `up after step ${at}`).toEqual([]);
      expect(await mesh.processes(), `up after step ${at}`).toHaveLength(2);
      expect(await mesh.status(), `status after step ${at}`).toMatchObject({ value: { ok: true } });
      await mesh.down(true);
      expect(await mesh.processes(), `clean after step ${at}`).toEqual([]);
    }
  },
  patience,
);

test(
  "an `up` killed while it changes a running mesh is finished by the next",
  async () => {
    const mesh = await meshFolder(pair());
    const environment = { ...process.env, MESHC_NATS_SERVER: mesh.host.environment["MESHC_NATS_SERVER"] };
    await mesh.up();
    const changed = pair({
      applications: "  board: { team: two, broker: line, subscribe: [orders.cancelled] }",
    });
    mesh.write(changed);
    const steps = Number((await program.run(["up", mesh.folder, "0"], environment)).output);
    expect(steps).toBeGreaterThan(50);
    // Bringing the change about and undoing it differ in their last steps.
    const last = steps * 0.8;
    for (let at = 10, runs = 0, withBoard = false; at < last; at += apart(steps, 5), runs++) {
      mesh.write(withBoard ? changed : pair());
      const { signal } = await program.run(["up", mesh.folder, String(at)], environment);
      expect(signal, `step ${at} of ${steps}`).toBe("SIGKILL");
      // Some find the manifest put back meanwhile: then what was begun has to be undone.
      const wanted: boolean = runs % 3 === 2 ? !withBoard : withBoard;
      mesh.write(wanted ? changed : pair());
      const { result } = await mesh.up();
      expect(errorsOf(result), `up after step ${at}`).toEqual([]);
      withBoard = !wanted;
      const users = readFileSync(join(mesh.instanceFolder("line-0"), "users.conf"), "utf8");
      expect(users.includes("_INBOX_board"), `rights after step ${at}`).toBe(wanted);
      expect(await mesh.processes()).toHaveLength(2);
    }
  },
  patience,
);

test(
  "a `rotate` killed at any step is finished by the next, or by `up`",
  async () => {
    const mesh = await meshFolder(pair());
    const environment = { ...process.env, MESHC_NATS_SERVER: mesh.host.environment["MESHC_NATS_SERVER"] };
    await mesh.up();
    const steps = Number((await program.run(["rotate", mesh.folder, "0"], environment)).output);
    expect(steps).toBeGreaterThan(50);
    const identities = [
      ["plant", "line-0", "application.till"],
      ["centre", "hub-0", "link.line.uplink"],
    ] as const;
    for (let at = 5, runs = 0; at < steps; at += apart(steps, 6), runs++) {
      const old = identities.map(([, , identity]) => [
        mesh.state().publicKeys[identity],
        mesh.seed(identity),
      ]);
      const { signal } = await program.run(["rotate", mesh.folder, String(at)], environment);
      expect(signal, `step ${at} of ${steps}`).toBe("SIGKILL");
      const result = runs % 2 === 0 ? (await mesh.up()).result : await mesh.rotate(["till", "line.uplink"]);
      expect(errorsOf(result), `after step ${at}`).toEqual([]);
      const { revoked = [], publicKeys } = mesh.state();
      expect(revoked.filter(({ underway }) => underway)).toEqual([]);
      for (const [index, [place, instance, identity]] of identities.entries()) {
        const [key, seed] = old[index] ?? [];
        const isOut = revoked.some(({ publicKey }) => publicKey === key);
        // What was not recorded when it was killed was not begun.
        expect(publicKeys[identity] === key, `${identity} after step ${at}`).toBe(!isOut);
        if (runs % 2 === 1) expect(isOut, `${identity} after step ${at}`).toBe(true);
        const login = mesh.client(place, instance, identity, seed);
        if (isOut) await expect(login, `after step ${at}`).rejects.toThrow(/[Aa]uthorization/);
        else await (await login).close();
      }
      expect(await mesh.status(), `status after step ${at}`).toMatchObject({ value: { ok: true } });
      expect(await mesh.processes()).toHaveLength(2);
    }
    expect(existsSync(join(mesh.upFolder, "secrets", "revoked", "application.till.json"))).toBe(false);
  },
  patience,
);
