/**
 * Run as a program: `write FOLDER N` writes a document of the state, `up FOLDER N` brings a mesh up, `rotate FOLDER N`
 * revokes the keys of an application and of a link, `lock FOLDER N M` takes and frees a lock N times, and dies holding
 * it the M-th, `secrets FOLDER N [RECIPIENT,…]` makes and keeps secrets as `up` does; killed at step N (0 = never).
 * Prints the number of steps when it ends. `at-once FOLDER 0 [RECIPIENT,…]` does it once a file `go` is there, as soon
 * as nobody else does, and prints a digest of all the secrets.
 */
import { createHash } from "node:crypto";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createDiskReader } from "../../cli/disk-reader.ts";
import { analyze } from "../../compiler/compile.ts";
import { engineSupports } from "../../deploy/engine-supports.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { fileStore } from "../../deploy/state/file-store.ts";
import { rotate } from "../../deploy/rotate/rotate.ts";
import { up } from "../../deploy/up/up.ts";
import { engines } from "../../targets/engines/index.ts";
import { bringSecrets, oneOfEach } from "./bring-secrets.ts";
import { killAt } from "./kill-at.ts";

const [what, folder = "", n = "0", last = ""] = process.argv.slice(2);
const recipients = last.split(",").filter((recipient) => recipient !== "");
const host = nodeHost();

async function writeNext(): Promise<boolean> {
  const store = fileStore(host, folder);
  const lock = await store.lock(["mesh"], "test");
  const before = await store.read("mesh");
  if (!lock.ok || !before.ok) return false;
  const { serial = 0 } = before.value ?? {};
  const content = { mesh: `serial ${serial + 1}`, publicKeys: {}, passwords: [] };
  const written = await store.write(lock.value, "mesh", before.value, { lineage: "l", content });
  await store.unlock(lock.value);
  return written.ok;
}

async function bringUp(): Promise<boolean> {
  const options = { overlays: [], today: "2026-01-01", mode: "up", engines } as const;
  const analysis = analyze("mesh.yaml", createDiskReader(folder, folder), options);
  if (!analysis.ok) return false;
  const result = await up(analysis.value, {
    host,
    manifestFolder: folder,
    engines: engineSupports(engines),
    command: "meshc up",
    progress: () => undefined,
  });
  return result.ok;
}

async function revoke(): Promise<boolean> {
  const result = await rotate({
    host,
    manifestFolder: folder,
    engines: engineSupports(engines),
    command: "meshc rotate",
    names: ["till", "line.uplink"],
    progress: () => undefined,
  });
  return result.ok && result.value.ok;
}

/** Takes the lock `rounds` times; whoever holds it is alone, which a file that nobody else may create shows. */
async function contend(rounds: number, dies: number): Promise<boolean> {
  const store = fileStore(host, folder);
  const mark = join(folder, "inside");
  for (let done = 0; done < rounds;) {
    const lock = await store.lock(["mesh"], "test");
    if (!lock.ok) {
      if (lock.diagnostics.some(({ code }) => code !== "MESH5105")) return false;
      await host.sleep(1);
      continue;
    }
    if (existsSync(mark)) {
      // Its maker must be dead: the lock was given to us.
      const maker = Number(
        (await host.files.read(mark).then((bytes) => Buffer.from(bytes ?? []).toString())) ?? 0,
      );
      if (await host.processes.find(maker)) return false;
    }
    writeFileSync(mark, String(process.pid));
    await host.sleep(1);
    if (done + 1 === dies || Math.random() < 0.05) process.kill(process.pid, "SIGKILL");
    rmSync(mark, { force: true });
    await store.unlock(lock.value);
    done++;
  }
  return true;
}

/** Says that it is there, waits for `go`, and goes on until it had its turn. */
async function bringAtOnce(): Promise<boolean> {
  writeFileSync(join(folder, `ready.${process.pid}`), "");
  while (!existsSync(join(folder, "go"))) await host.sleep(1);
  for (;;) {
    const result = await bringSecrets(host, join(folder, "up"), recipients);
    if (result.diagnostics.some(({ code }) => code === "MESH5105")) continue;
    if (result.ok) {
      process.stdout.write(createHash("sha256").update(JSON.stringify(result.value)).digest("hex"));
    }
    return result.ok;
  }
}

const works: Readonly<Record<string, () => Promise<boolean>>> = {
  write: writeNext,
  up: bringUp,
  rotate: revoke,
  lock: () => contend(Number(n), Number(last)),
  secrets: async () => (await bringSecrets(host, folder, recipients, oneOfEach)).ok,
  "at-once": bringAtOnce,
};

void main();

async function main(): Promise<void> {
  const counted = await killAt(Number(what === "lock" ? 0 : n));
  const ok = await works[what ?? ""]?.();
  if (what !== "at-once") process.stdout.write(`${counted.steps()}\n`);
  process.exitCode = ok ? 0 : 1;
}
