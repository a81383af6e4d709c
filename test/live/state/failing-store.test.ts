import { afterAll, beforeAll, expect, test } from "vitest";
import type { Host } from "../../../deploy/host/host.ts";
import { nodeHost } from "../../../deploy/host/node-host.ts";
import { moveState } from "../../../deploy/state/move-state.ts";
import { openStore } from "../../../deploy/state/open-store.ts";
import type { StateStore } from "../../../deploy/state/state-store.ts";
import { ageKey } from "../../deploy/age-key.ts";
import { applyTo } from "../../state/applying.ts";
import { asProcess } from "../../state/as-process.ts";
import { type BucketServer, startBucketServer } from "../../state/bucket-server.ts";
import { writeExample } from "../../state/example-state.ts";
import { type FailingProxy, type Fault, startFailingProxy } from "../../state/failing-proxy.ts";
import { good } from "../../state/good.ts";
import { temporaryFolder } from "../../state/temporary-folder.ts";

/** `npm test` loses each request once on its way there and once on its way back; the long suite does the rest. */
const isLong = process.env["LIVE_STATE"] !== undefined;
const faults: readonly Fault[] = isLong ? ["before", "after", "half"] : ["before", "after"];
const names = isLong ? ["cloud", "plant", "site"] : ["site"];

let server: BucketServer;
let proxy: FailingProxy;
let count = 0;

beforeAll(async () => {
  server = await startBucketServer();
  server.bucket("acme-mesh");
  proxy = await startFailingProxy(server.url);
}, 20 * 60_000);

afterAll(async () => {
  await proxy.stop();
  await server.stop();
});

/** A state of its own, opened straight or through the proxy, each time by another process. */
async function stateOf(recipient: string, file: string) {
  const state = { store: `s3:acme-mesh/state-${count++}`, secrets: { age: [recipient] } };
  const open = async (url: string): Promise<StateStore> => {
    const environment = { ...server.environment, AWS_ENDPOINT_URL_S3: url, MESHC_AGE_KEY_FILE: file };
    const host: Host = await asProcess({ ...nodeHost(), environment }, count++);
    return good(openStore(host, state, "/mesh"));
  };
  return { straight: () => open(server.url), proxied: () => open(proxy.url) };
}

/** What the environments' documents say, with the manifests that they name; anything unreadable throws. */
async function recorded(store: StateStore): Promise<readonly string[]> {
  const said = [];
  for (const name of names) {
    const document = good(await store.read(`environments/${name}`));
    if (!document?.content.applied) throw new Error(`${name} has become nothing`);
    const manifest = await store.manifests.read(document.content.applied.manifest ?? "");
    said.push(`${document.content.generation} ${good(manifest).teams?.["sales"]?.contact}`);
  }
  return said;
}

const old = "1 a@b";
const next = "2 c@d";

async function requestsOf(work: () => Promise<unknown>): Promise<number> {
  proxy.plan(() => undefined);
  await work();
  return proxy.count();
}

test.each(faults)(
  "a store that stops answering at any request of a run (%s) holds the old or the new state, and the next run goes on",
  { timeout: 15 * 60_000 },
  async (fault) => {
    const { recipient, file } = await ageKey();
    const first = await stateOf(recipient, file);
    await writeExample(await first.straight(), names, [recipient]);
    const through = await first.proxied();
    const all = await requestsOf(async () => good(await applyTo(through, names, "c@d", [recipient])));
    expect(all).toBeGreaterThan(20);
    const outcomes = new Set<boolean>();
    for (let from = 0; from < all; from++) {
      const { straight, proxied } = await stateOf(recipient, file);
      await writeExample(await straight(), names, [recipient]);
      const store = await proxied();
      proxy.plan((number) => (number < from ? undefined : fault));
      const run = await applyTo(store, names, "c@d", [recipient]);
      outcomes.add(run.ok);
      if (!run.ok) expect(run.diagnostics[0]?.code, `from request ${from} on`).toBe("MESH5506");
      const now = await recorded(await straight());
      expect(
        now.filter((one) => one !== old && one !== next),
        `from request ${from} on`,
      ).toEqual([]);
      // What is done comes first: no environment is new behind one that is old.
      expect(now, `from request ${from} on`).toEqual(now.toSorted().toReversed());
      expect(await (await straight()).secrets.password("cluster.core")).toMatchObject({ ok: true });
      good(await applyTo(await straight(), names, "e@f", [recipient]));
      const after = await recorded(await straight());
      expect(after, `after the next run`).toEqual(now.map((one) => (one === old ? "2 e@f" : "3 e@f")));
    }
    expect(outcomes.has(false)).toBe(true);
  },
);

test.runIf(isLong).each(["before", "after", "half"] as const)(
  "a request that is lost once (%s) is made again, and the run is as any other",
  { timeout: 15 * 60_000 },
  async (fault) => {
    const { recipient, file } = await ageKey();
    const { straight, proxied } = await stateOf(recipient, file);
    await writeExample(await straight(), names, [recipient]);
    const all = await requestsOf(async () => good(await applyTo(await proxied(), names, "a@b", [recipient])));
    for (let lost = 0; lost < all; lost++) {
      const store = await proxied();
      proxy.plan((number) => (number === lost ? fault : undefined));
      good(await applyTo(store, names, `${lost}@b`, [recipient]));
      proxy.plan(() => undefined);
      expect(await recorded(await straight()), `request ${lost}`).toEqual(
        names.map(() => `${lost + 3} ${lost}@b`),
      );
      expect(await (await straight()).isLocked("mesh"), `request ${lost}`).toBe(false);
    }
  },
);

test.runIf(isLong).each(["before", "after", "half"] as const)(
  "a move into a bucket that stops answering at any request (%s) leaves one that holds, and is done by running it again",
  { timeout: 15 * 60_000 },
  async (fault) => {
    const { recipient, file } = await ageKey();
    let isDone = false;
    for (let from = 0; !isDone; from++) {
      const { straight, proxied } = await stateOf(recipient, file);
      const manifestFolder = temporaryFolder();
      const folder = good(openStore(await asProcess(nodeHost(), count++), undefined, manifestFolder));
      await writeExample(folder, names, [recipient]);
      const target = await proxied();
      proxy.plan((number) => (number < from ? undefined : fault));
      isDone = (await moveState(folder, target, "meshc state move")).ok && proxy.count() <= from;
      const bucket = await straight();
      const [oldHolds, newHolds] = [(await folder.read("mesh")).ok, holds(await bucket.read("mesh"))];
      expect(oldHolds && newHolds, `both hold, from request ${from} on`).toBe(false);
      if (oldHolds) expect(await recorded(folder)).toEqual(names.map(() => old));
      const again = good(openStore(await asProcess(nodeHost(), count++), undefined, manifestFolder));
      if (!newHolds) good(await moveState(again, bucket, "meshc state move"));
      expect(await recorded(bucket), `from request ${from} on`).toEqual(names.map(() => old));
    }
  },
);

/** Whether a state is there that holds. */
function holds(read: { readonly ok: boolean; readonly value?: unknown }): boolean {
  return read.ok && read.value !== undefined;
}
