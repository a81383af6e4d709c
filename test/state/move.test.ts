import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Host } from "../../deploy/host/host.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { moveState } from "../../deploy/state/move-state.ts";
import { openStore } from "../../deploy/state/open-store.ts";
import type { StateStore } from "../../deploy/state/state-store.ts";
import { exampleManifest, exampleMesh, writeExample } from "./example-state.ts";
import { good } from "./good.ts";
import { otherMachine } from "./other-machine.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const host = nodeHost();
const command = "meshc state move";

function storeIn(folder: string, name: string, on: Host = host): StateStore {
  return good(openStore(on, { store: `file:${name}` }, folder));
}

/** Everything of a state that holds, read back. */
async function contents(store: StateStore) {
  const names = good(await store.environments());
  const environments = [];
  for (const name of names) environments.push(good(await store.read(`environments/${name}`)));
  const manifest = environments[0]?.content.applied?.manifest ?? "";
  return {
    mesh: good(await store.read("mesh"))?.content,
    environments,
    manifest: good(await store.manifests.read(manifest)),
    key: good(await store.secrets.key("application.till")),
    password: good(await store.secrets.password("cluster.core")),
  };
}

test("a moved state is whole in the new store, and the old one says where it is", async () => {
  const folder = temporaryFolder();
  const [old, next] = [storeIn(folder, "old"), storeIn(folder, "new")];
  await writeExample(old);
  const before = await contents(old);
  expect(before).toMatchObject({ mesh: exampleMesh, manifest: exampleManifest, password: "p" });
  expect(await moveState(old, next, command)).toMatchObject({
    ok: true,
    value: { store: `file:${folder}/new`, environments: 2, secrets: 2, manifests: 1 },
  });
  expect(await contents(next)).toEqual(before);
  const told = await old.read("mesh");
  expect(told.diagnostics[0]).toMatchObject({
    code: "MESH5511",
    message: `the state is not in ${folder}/old any more: it was moved to file:${folder}/new`,
  });
  expect(told.diagnostics[0]?.help).toContain(`store: file:${folder}/new`);
  expect((await moveState(old, next, command)).diagnostics[0]?.code).toBe("MESH5511");
});

test("a state that is moved there and back is as it was, with what was done meanwhile", async () => {
  const folder = temporaryFolder();
  const [one, two] = [storeIn(folder, "one"), storeIn(folder, "two")];
  await writeExample(one);
  good(await moveState(one, two, command));
  const lock = good(await two.lock(["mesh", "environments/site"], "meshc apply"));
  const site = good(await two.read("environments/site"));
  if (!site) throw new Error("nothing is recorded");
  const content = { ...site.content, generation: 2 };
  good(await two.write(lock, "environments/site", site, { lineage: site.lineage, content }));
  good(await two.unlock(lock));
  const before = await contents(two);
  good(await moveState(two, one, command));
  expect(await contents(one)).toEqual(before);
  expect((await two.read("mesh")).diagnostics[0]?.code).toBe("MESH5511");
});

test("nothing is written over a state of another mesh, or over another copy that holds", async () => {
  const folder = temporaryFolder();
  const [one, two] = [storeIn(folder, "one"), storeIn(folder, "two")];
  await writeExample(one);
  await writeExample(two);
  const before = await contents(two);
  const refused = await moveState(one, two, command);
  expect(refused.diagnostics[0]).toMatchObject({ code: "MESH5512" });
  expect(await contents(two)).toEqual(before);
  expect((await moveState(one, one, command)).diagnostics[0]?.message).toContain("it lies there");
  const empty = await moveState(storeIn(folder, "empty"), storeIn(folder, "three"), command);
  expect(empty.diagnostics[0]?.message).toContain("nothing is recorded there");
});

test("a state that somebody holds is not moved", async () => {
  const folder = temporaryFolder();
  const [old, next] = [storeIn(folder, "old"), storeIn(folder, "new")];
  await writeExample(old);
  good(await storeIn(folder, "old", otherMachine(host)).lock(["environments/site"], "meshc apply"));
  expect((await moveState(old, next, command)).diagnostics[0]?.code).toBe("MESH5105");
  expect(good(await next.read("mesh"))).toBeUndefined();
});

test.each(["environments/site.json", "manifests"])(
  "a state whose %s is damaged is not moved",
  async (what) => {
    const folder = temporaryFolder();
    const [old, next] = [storeIn(folder, "old"), storeIn(folder, "new")];
    const { manifest } = await writeExample(old);
    truncateSync(join(folder, "old", what === "manifests" ? `manifests/${manifest}.json` : what), 20);
    const refused = await moveState(old, next, command);
    expect(refused.diagnostics[0]?.code).toMatch(/MESH5103|MESH5501/);
    expect((await old.read("mesh")).ok, "the old one holds").toBe(true);
    expect((await next.read("mesh")).diagnostics[0]).toMatchObject({
      code: "MESH5511",
      message: expect.stringContaining("it is being moved there from"),
    });
  },
);

test("a move cut off at any change leaves one store that holds, and is done by running it again", async () => {
  const whole = temporaryFolder();
  const { manifest } = await writeExample(storeIn(whole, "old"));
  const before = await contents(storeIn(whole, "old"));
  let isDone = false;
  for (let cut = 0; !isDone; cut++) {
    const folder = temporaryFolder();
    copyFolder(join(whole, "old"), join(folder, "old"));
    const dying = cutOff(host, cut);
    const moved = await moveState(storeIn(folder, "old", dying), storeIn(folder, "new", dying), command);
    isDone = moved.ok;
    const [old, next] = [storeIn(folder, "old"), storeIn(folder, "new")];
    const holding = [old, next].map(
      async (store) => (await store.read("mesh")).ok && (await store.manifests.read(manifest)).ok,
    );
    const [oldHolds, nextHolds] = await Promise.all(holding);
    expect(oldHolds && nextHolds, `both hold, cut at ${cut}`).toBe(false);
    if (oldHolds) expect(await contents(old), `cut at ${cut}`).toEqual(before);
    const again = await moveState(old, next, command);
    if (nextHolds) expect(again.diagnostics[0]?.code, `cut at ${cut}`).toBe("MESH5511");
    else good(again);
    expect(await contents(next), `after the cut at ${cut}`).toEqual(before);
  }
});

/** A host of a process that dies at a change of its files: that one and all later ones are not made. */
function cutOff(of: Host, cut: number): Host {
  let count = 0;
  const dies = async (): Promise<void> => {
    if (count++ >= cut) throw Object.assign(new Error("cut off"), { code: "EIO" });
  };
  const self = async () => ({ pid: 4711, born: `${(await of.processes.self()).born}-gone` });
  return {
    ...of,
    processes: { ...of.processes, self },
    files: {
      ...of.files,
      write: async (...given) => {
        await dies();
        return of.files.write(...given);
      },
      create: async (...given) => {
        await dies();
        return of.files.create(...given);
      },
      remove: async (...given) => {
        await dies();
        return of.files.remove(...given);
      },
    },
  };
}

function copyFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyFolder(source, target);
    else writeFileSync(target, readFileSync(source), { mode: 0o600 });
  }
}
