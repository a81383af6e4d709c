import { afterAll, beforeAll, expect, test } from "vitest";
import { nodeHost } from "../../../deploy/host/node-host.ts";
import type { Host } from "../../../deploy/host/host.ts";
import { listState } from "../../../deploy/state/list-state.ts";
import { moveState } from "../../../deploy/state/move-state.ts";
import { openStore } from "../../../deploy/state/open-store.ts";
import { unlockState } from "../../../deploy/state/unlock-state.ts";
import { ageKey } from "../../deploy/age-key.ts";
import { asProcess } from "../../state/as-process.ts";
import { type BucketServer, startBucketServer } from "../../state/bucket-server.ts";
import { exampleEnvironment, exampleManifest, writeExample } from "../../state/example-state.ts";
import { good } from "../../state/good.ts";
import { otherMachine } from "../../state/other-machine.ts";
import { temporaryFolder } from "../../state/temporary-folder.ts";

let server: BucketServer;
let count = 0;

beforeAll(async () => {
  server = await startBucketServer();
  server.bucket("acme-mesh");
}, 20 * 60_000);

afterAll(async () => server.stop());

/** A state of its own in the bucket, and how it is opened by somebody. */
async function bucketState() {
  const { recipient, file } = await ageKey();
  const environment = { ...server.environment, MESHC_AGE_KEY_FILE: file };
  const state = { store: `s3:acme-mesh/state-${count++}/it's`, secrets: { age: [recipient] } };
  const host: Host = { ...nodeHost(), environment };
  const open = (on: Host = host) => good(openStore(on, state, "/mesh"));
  return { host, open, recipient, state };
}

test("what is written to a real bucket is read back whole, and its secrets are opened by the private key", async () => {
  const { open, recipient } = await bucketState();
  const { manifest } = await writeExample(open(), ["cloud", "site"], [recipient]);
  const store = open();
  expect(good(await store.environments())).toEqual(["cloud", "site"]);
  expect(good(await store.read("environments/site"))).toMatchObject({
    serial: 1,
    content: exampleEnvironment("site", manifest),
  });
  expect(good(await store.manifests.read(manifest))).toEqual(exampleManifest);
  expect(good(await store.secrets.password("cluster.core"))).toBe("p");
  const raw = await store.place.read("secrets/passwords/cluster.core.json");
  expect(new TextDecoder().decode(raw?.bytes)).not.toContain('"p"');
});

test("a document or manifest in a bucket cut off at any byte is an error that says what to do", async () => {
  const { open, recipient } = await bucketState();
  const { manifest } = await writeExample(open(), ["site"], [recipient]);
  const store = open();
  const entries = ["mesh.json", "environments/site.json", `manifests/${manifest}.json`];
  // Each byte takes two requests: `npm test` takes some, and all of them in folders.
  const step = process.env["LIVE_STATE"] ? 1 : 7;
  let cuts = 0;
  for (const entry of entries) {
    const whole = (await store.place.read(entry))?.bytes ?? new Uint8Array();
    expect(whole.length).toBeGreaterThan(50);
    for (let length = 0; length < whole.length; length += step, cuts++) {
      await store.place.write(entry, whole.subarray(0, length));
      const read = await (entry === "mesh.json"
        ? store.read("mesh")
        : entry.startsWith("manifests")
          ? store.manifests.read(manifest)
          : store.read("environments/site"));
      expect(read.ok, `${entry} cut at ${length}`).toBe(false);
      expect(read.diagnostics[0]?.code).toMatch(/MESH5103|MESH5501/);
      expect(read.diagnostics[0]?.help).toContain("Put it back from a backup");
    }
    await store.place.write(entry, whole);
  }
  expect((await store.read("mesh")).ok && cuts > 500 / step).toBe(true);
});

test("of two who write at once one wins and the other is told, twenty times", async () => {
  const { host, open, recipient } = await bucketState();
  const { manifest } = await writeExample(open(), ["site"], [recipient]);
  for (let pair = 0; pair < 20; pair++) {
    const stores = [open(host), open(otherMachine(host))];
    const before = good(await open().read("environments/site"));
    if (!before) throw new Error("nothing is recorded");
    const outcomes = await Promise.all(
      stores.map(async (store, writer) => {
        const lock = await store.lock(["environments/site"], "meshc apply");
        if (!lock.ok) return lock;
        const content = exampleEnvironment("site", manifest, 100 * pair + writer);
        const written = await store.write(lock.value, "environments/site", before, { ...before, content });
        await store.unlock(lock.value);
        return written;
      }),
    );
    const winners = outcomes.filter(({ ok }) => ok);
    expect(winners, `pair ${pair}`).toHaveLength(1);
    const [told] = outcomes.flatMap(({ diagnostics }) => diagnostics);
    expect(told?.code, `pair ${pair}`).toMatch(/^MESH510[56]$/);
    const writer = outcomes.findIndex(({ ok }) => ok);
    expect(good(await open().read("environments/site"))?.content.generation).toBe(100 * pair + writer);
  }
});

test("of two who create or replace one object at once, without a lock, one wins, twenty times each", async () => {
  const { open } = await bucketState();
  const places = [open().place, open().place] as const;
  const bytes = (text: string) => new TextEncoder().encode(text);
  for (let pair = 0; pair < 20; pair++) {
    const name = `objects/${pair}`;
    const made = await Promise.all(places.map((place, who) => place.create(name, bytes(`made by ${who}`))));
    const [version, ...others] = made.filter((one) => one !== undefined);
    expect(others, `created, pair ${pair}`).toEqual([]);
    const replaced = await Promise.all(
      places.map((place, who) => place.replace(name, bytes(`replaced by ${who}`), version ?? "")),
    );
    expect(
      replaced.filter((one) => one !== undefined),
      `replaced, pair ${pair}`,
    ).toHaveLength(1);
    const winner = replaced.findIndex((one) => one !== undefined);
    expect(new TextDecoder().decode((await places[0].read(name))?.bytes)).toBe(`replaced by ${winner}`);
  }
});

test("a lock left in a bucket by a dead process is followed, that of another machine is named and broken", async () => {
  const { host, open, recipient } = await bucketState();
  await writeExample(open(), ["site"], [recipient]);
  good(await open(await asProcess(host, 1)).lock(["environments/site"], "meshc apply"));
  const next = open(await asProcess(host, 2));
  good(await next.unlock(good(await next.lock(["environments/site"], "meshc apply"))));
  good(await open(otherMachine(host)).lock(["environments/site"], "meshc apply"));
  const told = await next.lock(["environments/site"], "meshc apply");
  expect(told.diagnostics[0]?.message).toContain("process 4711 on elsewhere, since 20");
  expect(good(await listState(open())).documents[1]?.lockedBy).toMatchObject({
    host: "elsewhere",
    isGone: false,
  });
  expect((await unlockState(next, "site")).ok).toBe(true);
  expect((await next.lock(["environments/site"], "meshc apply")).ok).toBe(true);
});

test("a state is moved from a folder into a bucket and back", async () => {
  const { host, open, recipient } = await bucketState();
  const folder = good(openStore(host, { store: "file:state" }, temporaryFolder()));
  const { manifest } = await writeExample(folder, ["cloud", "site"], [recipient]);
  const moved = good(await moveState(folder, open(), "meshc state move"));
  expect(moved).toMatchObject({ environments: 2, secrets: 2, manifests: 1 });
  expect((await folder.read("mesh")).diagnostics[0]?.message).toContain(moved.store);
  expect(good(await open().manifests.read(manifest))).toEqual(exampleManifest);
  good(await moveState(open(), folder, "meshc state move"));
  expect(good(await folder.secrets.password("cluster.core"))).toBe("p");
  expect((await open().read("mesh")).diagnostics[0]?.code).toBe("MESH5511");
});

test("secrets that are not encrypted keep a state out of a bucket, and it stays where it was", async () => {
  const { host, open } = await bucketState();
  const folder = good(openStore(host, { store: "file:state" }, temporaryFolder()));
  await writeExample(folder, ["site"]);
  const refused = await moveState(folder, open(), "meshc state move");
  expect(refused.diagnostics[0]?.code).toBe("MESH5503");
  expect((await folder.read("mesh")).ok).toBe(true);
  expect(good(await open().secrets.place.names())).toEqual([]);
});
