import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { parseDocument, printDocument } from "../../deploy/state/document-text.ts";
import { fileStore } from "../../deploy/state/file-store.ts";

const host = nodeHost();
const content = { mesh: "m", publicKeys: { system: "UABC" }, passwords: ["cluster.core"] };

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "meshc-store-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function lockedStore(path = folder()) {
  const store = fileStore(host, path);
  const lock = await store.lock(["mesh"], "meshc up");
  if (!lock.ok) throw new Error(lock.diagnostics[0]?.message);
  return { store, lock: lock.value, path };
}

test("reads back what it wrote, one serial after the other, and keeps the copy before", async () => {
  const { store, lock, path } = await lockedStore();
  expect(await store.read("mesh")).toMatchObject({ ok: true, value: undefined });
  const first = await store.write(lock, "mesh", undefined, { lineage: "l", content });
  if (!first.ok) throw new Error("not written");
  const changed = { ...content, mesh: "n" };
  const second = await store.write(lock, "mesh", first.value, { lineage: "l", content: changed });
  expect(second).toMatchObject({ ok: true, value: { serial: 2 } });
  expect(await store.read("mesh")).toMatchObject({ value: { serial: 2, lineage: "l", content: changed } });
  expect(parseDocument(readFileSync(join(path, "mesh.json.previous")))).toMatchObject({ serial: 1, content });
  expect(statSync(join(path, "mesh.json")).mode & 0o777).toBe(0o600);
});

test("writes nothing over a document that moved meanwhile", async () => {
  const { store, lock } = await lockedStore();
  const first = await store.write(lock, "mesh", undefined, { lineage: "l", content });
  if (!first.ok) throw new Error("not written");
  await store.write(lock, "mesh", first.value, { lineage: "l", content });
  const late = await store.write(lock, "mesh", first.value, {
    lineage: "l",
    content: { ...content, mesh: "late" },
  });
  expect(late.diagnostics[0]).toMatchObject({ code: "MESH5106" });
  expect(await store.read("mesh")).toMatchObject({ value: { serial: 2, content } });
});

test("writes nothing once its lock was broken", async () => {
  const { store, lock, path } = await lockedStore();
  rmSync(join(path, "locks", "mesh.1"));
  const late = await store.write(lock, "mesh", undefined, { lineage: "l", content });
  expect(late.diagnostics[0]).toMatchObject({ code: "MESH5107" });
  expect(await store.read("mesh")).toMatchObject({ ok: true, value: undefined });
});

test("notices a document cut off at any byte, and never takes it for nothing", async () => {
  const { store, path } = await lockedStore();
  const whole = Buffer.from(printDocument({ serial: 3, lineage: "l", content }));
  for (let length = 0; length < whole.length; length++) {
    writeFileSync(join(path, "mesh.json"), whole.subarray(0, length));
    const read = await store.read("mesh");
    expect(read.ok, `cut at ${length}`).toBe(false);
    expect(read.diagnostics[0]?.code).toBe("MESH5103");
  }
});

test("notices every single flipped bit", () => {
  const whole = Buffer.from(printDocument({ serial: 3, lineage: "l", content }));
  for (let bit = 0; bit < whole.length * 8; bit++) {
    const flipped = Buffer.from(whole);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect("content" in parseDocument(flipped), `bit ${bit}`).toBe(false);
  }
});

test("refuses a document of a newer meshc by name", async () => {
  const { store, path } = await lockedStore();
  writeFileSync(join(path, "mesh.json"), '{ "version": 2, "serial": 1 }\n');
  expect((await store.read("mesh")).diagnostics[0]).toMatchObject({ code: "MESH5104" });
});

test("keeps secrets where nobody else can read them, whatever stood there before", async () => {
  const { store, path } = await lockedStore();
  const umask = process.umask(0);
  onTestFinished(() => void process.umask(umask));
  const secrets = store.secrets.encryptedTo([]);
  await secrets.writeKey("application.till", { publicKey: "U1", seed: "S1" });
  await secrets.writePassword("cluster.core", "p");
  for (const name of ["secrets", "secrets/keys", "secrets/passwords"]) {
    expect(statSync(join(path, name)).mode & 0o777).toBe(0o700);
  }
  for (const name of ["secrets/keys/application.till.json", "secrets/passwords/cluster.core.json"]) {
    expect(statSync(join(path, name)).mode & 0o777).toBe(0o600);
  }
  expect(await store.secrets.key("application.till")).toMatchObject({
    value: { publicKey: "U1", seed: "S1" },
  });
  expect(await store.secrets.password("cluster.core")).toMatchObject({ value: "p" });
  expect(await store.secrets.key("application.other")).toMatchObject({ ok: true, value: undefined });
});

test("never breaks a lock whose holder it cannot read, and says where it lies", async () => {
  const { store, path } = await lockedStore();
  writeFileSync(join(path, "locks", "mesh.1"), "{");
  const refused = await store.lock(["mesh"], "meshc up");
  expect(refused.diagnostics[0]).toMatchObject({ code: "MESH5105" });
  expect(refused.diagnostics[0]?.message).toContain("the mesh is held by somebody");
  expect(refused.diagnostics[0]?.help).toContain(join(path, "locks", "mesh.1"));
});

test("says what the system refuses, naming the path", async () => {
  const path = folder();
  writeFileSync(join(path, "locks"), "");
  const lock = await fileStore(host, path).lock(["mesh"], "meshc up");
  expect(lock.diagnostics[0]).toMatchObject({ code: "MESH5107" });
  expect(lock.diagnostics[0]?.message).toContain(path);
});
