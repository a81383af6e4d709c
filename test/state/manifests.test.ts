import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ManifestData } from "../../compiler/model/manifest.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { fileStore } from "../../deploy/state/file-store.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const manifest: ManifestData = {
  mesh: { name: "acme" },
  domains: { orders: { home: "core", events: { placed: {}, 10: {}, 9: {} } } } as never,
};

async function kept(data = manifest) {
  const folder = temporaryFolder();
  const { manifests } = fileStore(nodeHost(), folder);
  const name = await manifests.keep(data);
  if (!name.ok) throw new Error(name.diagnostics[0]?.message);
  return { folder, manifests, name: name.value, file: join(folder, "manifests", `${name.value}.json`) };
}

test("a manifest is kept under the SHA-256 of its bytes and read back as it was", async () => {
  const { manifests, name, file } = await kept();
  expect(createHash("sha256").update(readFileSync(file)).digest("hex")).toBe(name);
  expect(await manifests.read(name)).toMatchObject({ ok: true, value: manifest });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a manifest whose keys are in another order is the same one", async () => {
  const { manifests, name } = await kept();
  const { mesh, domains } = manifest;
  expect(await manifests.keep({ ...(domains && { domains }), mesh })).toMatchObject({ value: name });
});

test("a manifest cut off at any byte is an error that says what to do, and mended by being kept again", async () => {
  const { manifests, name, file } = await kept();
  const whole = readFileSync(file);
  for (let length = 0; length < whole.length; length++) {
    writeFileSync(file, whole.subarray(0, length));
    const read = await manifests.read(name);
    expect(read.ok, `cut at ${length}`).toBe(false);
    expect(read.diagnostics[0]).toMatchObject({ code: "MESH5501", message: expect.stringContaining(file) });
    expect(read.diagnostics[0]?.help).toContain("Put it back from a backup");
  }
  expect(await manifests.keep(manifest)).toMatchObject({ value: name });
  expect(await manifests.read(name)).toMatchObject({ ok: true, value: manifest });
});

test("every single flipped bit of a manifest is noticed", async () => {
  const { manifests, name, file } = await kept({ mesh: { name: "acme" } });
  const whole = readFileSync(file);
  for (let bit = 0; bit < whole.length * 8; bit++) {
    const flipped = Buffer.from(whole);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    writeFileSync(file, flipped);
    expect((await manifests.read(name)).ok, `bit ${bit}`).toBe(false);
  }
});

test("a manifest that is gone is an error, never nothing", async () => {
  const { manifests, name, file } = await kept();
  rmSync(file);
  expect((await manifests.read(name)).diagnostics[0]).toMatchObject({ code: "MESH5501" });
});

test("all manifests but those that are named are removed, and files of others are left", async () => {
  const { folder, manifests, name } = await kept();
  const other = await manifests.keep({ mesh: { name: "other" } });
  writeFileSync(join(folder, "manifests", "notes.json"), "{}");
  await manifests.retain(new Set([name]));
  expect(other.ok && readdirSync(join(folder, "manifests"))).toEqual(
    [`${name}.json`, "notes.json"].toSorted(),
  );
});
