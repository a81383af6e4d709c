import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { openStore } from "../../deploy/state/open-store.ts";
import { readOffline } from "../../deploy/state/read-offline.ts";
import { writeOffline } from "../../deploy/state/write-offline.ts";
import { exampleManifest, writeExample } from "./example-state.ts";
import { good } from "./good.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const host = { ...nodeHost(), now: () => new Date("2026-11-28T10:00:00Z") };

async function copied() {
  const folder = temporaryFolder();
  const store = good(openStore(host, { store: "file:state" }, folder));
  const { manifest } = await writeExample(store);
  good(await writeOffline(host, store, folder));
  return { folder, store, manifest, file: join(folder, ".meshc", "last-applied", "state.json") };
}

test("the copy says what the state says, from where, with its serial and when it was made", async () => {
  const { folder, store, manifest } = await copied();
  const offline = good(await readOffline(host, folder));
  if (!offline) throw new Error("no copy");
  expect(offline).toMatchObject({ from: join(folder, "state"), at: "2026-11-28T10:00:00.000Z", serial: 1 });
  expect(good(await offline.environments())).toEqual(["cloud", "site"]);
  expect(await offline.read("mesh")).toEqual(await store.read("mesh"));
  expect(await offline.read("environments/site")).toEqual(await store.read("environments/site"));
  expect(good(await offline.read("environments/none"))).toBeUndefined();
  expect(good(await offline.manifests.read(manifest))).toEqual(exampleManifest);
});

test("no secret is in the copy, and nobody else can read it", async () => {
  const { file } = await copied();
  const text = readFileSync(file, "utf8");
  expect(text).not.toContain("S1");
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("with nothing recorded there is no copy, and none to read", async () => {
  const folder = temporaryFolder();
  const store = good(openStore(host, undefined, folder));
  good(await writeOffline(host, store, folder));
  expect(existsSync(join(folder, ".meshc", "last-applied"))).toBe(false);
  expect(good(await readOffline(host, folder))).toBeUndefined();
});

test("a copy cut off at any byte is an error that says what to do", async () => {
  const { folder, file } = await copied();
  const whole = readFileSync(file);
  for (let length = 0; length < whole.length; length++) {
    writeFileSync(file, whole.subarray(0, length));
    const read = await readOffline(host, folder);
    expect(read.diagnostics[0]?.code, `cut at ${length}`).toBe("MESH5513");
    expect(read.diagnostics[0]?.help).toContain("Plan without `--offline`");
  }
});
