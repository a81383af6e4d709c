import { expect, test } from "vitest";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { openStore } from "../../deploy/state/open-store.ts";
import { releaseState } from "../../deploy/state/release-state.ts";
import { runsHere } from "../../deploy/state/runs-here.ts";
import { exampleEnvironment, writeExample } from "./example-state.ts";
import { good } from "./good.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const host = nodeHost();
const runsAt = { host: "factory-1", folder: "/srv/mesh/.meshc/run" };

test("an environment that runs nowhere yet, or on this machine, may be changed here", () => {
  const state = exampleEnvironment("site", "m");
  expect(runsHere(host, state).ok).toBe(true);
  expect(runsHere(host, { ...state, runsAt: { ...runsAt, host: host.name } }).ok).toBe(true);
});

test("an environment that runs on another machine is refused, with where it runs", () => {
  const refused = runsHere(host, { ...exampleEnvironment("site", "m"), runsAt });
  expect(refused.diagnostics[0]).toMatchObject({
    code: "MESH5509",
    message: 'state of environment "site" runs on machine factory-1 in /srv/mesh/.meshc/run',
  });
});

test("a machine that is gone for good is forgotten once, and nothing else of the document is changed", async () => {
  const store = good(openStore(host, undefined, temporaryFolder()));
  const { manifest } = await writeExample(store);
  const lock = good(await store.lock(["environments/site"], "meshc apply"));
  const before = good(await store.read("environments/site"));
  if (!before) throw new Error("nothing is recorded");
  const content = { ...before.content, runsAt };
  good(await store.write(lock, "environments/site", before, { lineage: before.lineage, content }));
  good(await store.unlock(lock));
  expect(await releaseState(store, "site", "meshc state release")).toMatchObject({ ok: true, value: runsAt });
  const after = good(await store.read("environments/site"));
  expect(after).toEqual({ ...before, serial: 3, content: exampleEnvironment("site", manifest) });
  expect((await releaseState(store, "site", "meshc state release")).diagnostics[0]?.code).toBe("MESH5510");
  expect(await store.isLocked("environments/site")).toBe(false);
});
