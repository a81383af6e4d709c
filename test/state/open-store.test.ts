import { join } from "node:path";
import { expect, test } from "vitest";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { openStore } from "../../deploy/state/open-store.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const host = nodeHost();

test.each([
  [undefined, "/mesh/.meshc"],
  ["file:.meshc", "/mesh/.meshc"],
  ["file:../state", "/state"],
  ["file:/var/lib/meshc", "/var/lib/meshc"],
])("the store %s of a manifest in /mesh lies in %s", (store, where) => {
  expect(openStore(host, store === undefined ? undefined : { store }, "/mesh")).toMatchObject({
    ok: true,
    value: { where },
  });
});

test.each(["kubernetes:production/meshc", "ssh:host:/var/lib/meshc"])(
  "the store %s is refused, and the kinds that are built are named",
  (store) => {
    const opened = openStore(host, { store }, "/mesh");
    expect(opened.diagnostics[0]).toMatchObject({ code: "MESH5502" });
    expect(opened.diagnostics[0]?.help).toContain("s3:BUCKET/PREFIX");
  },
);

test("a lock of the store is broken by `meshc state unlock`, whose operand the error names", async () => {
  const folder = temporaryFolder();
  const store = openStore(host, undefined, folder);
  if (!store.ok) throw new Error("not opened");
  const lock = await store.value.lock(["environments/site"], "meshc apply");
  expect(lock.ok).toBe(true);
  const second = await store.value.lock(["environments/site"], "meshc apply");
  expect(second.diagnostics[0]).toMatchObject({ code: "MESH5105" });
  expect(second.diagnostics[0]?.help).toContain("break it by `meshc state unlock site`");
});

test("documents, manifests and secrets lie below the folder", async () => {
  const folder = temporaryFolder();
  const store = openStore(host, { store: "file:state" }, folder);
  if (!store.ok) throw new Error("not opened");
  expect(store.value.whereIs("environments/site")).toBe(join(folder, "state", "environments", "site.json"));
  expect(store.value.secrets.fileOf("keys", "application.till")).toBe(
    join(folder, "state", "secrets", "keys", "application.till.json"),
  );
});
