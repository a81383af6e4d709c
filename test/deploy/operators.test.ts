import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { operatorCredentialsOf } from "../../deploy/credentials/operator-credentials.ts";
import { openRunningMesh } from "../../deploy/open-running-mesh.ts";
import { nats } from "../../targets/engines/nats/engine.ts";
import { findNatsServer } from "../../tools/nats-server.mjs";
import { until } from "../nats/until.ts";
import { ageKey } from "./age-key.ts";
import { pair } from "./manifests.ts";
import { errorsOf, meshFolder } from "./mesh-folder.ts";

const ann = { name: "ann", broker: "hub" };
const identity = "operator.ann";

/** What is recorded and kept secretly, by path. */
function keptIn(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const kept = files.filter((path) => /^(mesh|environments|secrets)\b.*\.json$/.test(path)).toSorted();
  return Object.fromEntries(kept.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

test("somebody is let look inside a broker by a reload of that broker, and stays let in", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const reader = await mesh.client("centre", "hub-0", "application.books");
  const processes = await mesh.processes();
  const { result, touched } = await mesh.up({ operator: ann });
  expect(errorsOf(result)).toEqual([]);
  expect(touched).toEqual(["hub-0 reloaded"]);
  expect(await mesh.processes()).toEqual(processes);
  await reader.flush();
  await (await mesh.client("centre", "hub-0", identity)).close();
  await expect(mesh.client("plant", "line-0", identity)).rejects.toThrow(/[Aa]uthorization/);
  expect(mesh.state().operators).toMatchObject([
    { ...ann, since: expect.stringMatching(/^20/), by: mesh.host.user },
  ]);
  const [before, key] = [mesh.state().operators, mesh.seed(identity)];
  expect((await mesh.up({ operator: ann })).touched, "once more").toEqual([]);
  expect((await mesh.up()).touched, "`up` leaves it").toEqual([]);
  expect(await mesh.status()).toMatchObject({ value: { ok: true } });
  await mesh.down();
  await mesh.up();
  expect(mesh.state().operators).toEqual(before);
  expect(mesh.seed(identity)).toBe(key);
  await (await mesh.client("centre", "hub-0", identity)).close();
  const again = await mesh.up({ operator: { name: "bob", broker: "line" } });
  expect(errorsOf(again.result)).toEqual([]);
  expect(mesh.state().operators?.map(({ name }) => name)).toEqual(["ann", "bob"]);
});

test("credentials of somebody let in say where, what is heard and what may be asked", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const { result } = await mesh.up({ operator: ann });
  const running = await openRunningMesh(mesh.host, mesh.folder);
  if (!result.ok || !running.ok) throw new Error("not up");
  const spoken = new Map([["nats", nats.protocols]]);
  const given = operatorCredentialsOf(result.value.topology, running.value, spoken, ann);
  expect(given).toMatchObject({
    value: {
      operator: "ann",
      brokers: [{ broker: "hub" }],
      identity: { nkeySeed: mesh.seed(identity), publicKey: mesh.state().publicKeys[identity] },
      inboxPrefix: "_INBOX__operator-ann",
      subscribe: [{ event: "orders.*", address: "orders.>", broker: "hub" }],
    },
  });
  const stranger = { name: "bob", broker: "hub" };
  const none = operatorCredentialsOf(result.value.topology, running.value, spoken, stranger);
  expect(errorsOf(none)).toEqual(['MESH5201 no credentials of operator "bob" at hub are recorded']);
});

test("nobody is let in where more would change than that, and the mesh stays as it is", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  mesh.write(pair({ applications: "  audit: { team: two, broker: line, subscribe: [orders.placed] }" }));
  const before = keptIn(mesh.upFolder);
  const { result, touched } = await mesh.up({ operator: ann });
  expect(errorsOf(result)[0]).toMatch(
    /^MESH5202 nobody is let into hub, since more than that would change: /,
  );
  expect(errorsOf(result)[0]).toContain("reload of line-0");
  expect(touched).toEqual([]);
  expect(keptIn(mesh.upFolder)).toEqual(before);
  await mesh.up();
  expect(errorsOf((await mesh.up({ operator: ann })).result)).toEqual([]);
});

test("nobody is let in where secrets would have to be moved, and they lie as they did", async () => {
  const { recipient, file } = await ageKey();
  const host = {
    environment: { ...process.env, MESHC_NATS_SERVER: await findNatsServer(), MESHC_AGE_KEY_FILE: file },
  };
  const encrypted = `state: { secrets: { age: [${recipient}] } }\n${pair()}`;
  const mesh = await meshFolder(encrypted);
  expect(errorsOf((await mesh.up({ host })).result)).toEqual([]);
  mesh.write(pair());
  const before = keptIn(mesh.upFolder);
  const { result } = await mesh.up({ host, operator: ann });
  expect(errorsOf(result)).toEqual([
    expect.stringMatching(/^MESH5202 .*secrets that lie encrypted to others than `state.secrets.age` says/),
  ]);
  expect(keptIn(mesh.upFolder)).toEqual(before);
  mesh.write(encrypted);
  expect(errorsOf((await mesh.up({ host, operator: ann })).result)).toEqual([]);
  expect(readFileSync(mesh.secretFile(identity), "utf8")).toMatch(/^age-encryption.org/);
});

test("the key of somebody let in can be revoked, who is in again only when let in anew", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  await mesh.up({ operator: ann });
  const old = mesh.seed(identity);
  const inside = await mesh.client("centre", "hub-0", identity);
  const rotated = await mesh.rotate(["ann"]);
  expect(errorsOf(rotated)).toEqual([]);
  expect(rotated).toMatchObject({ value: { ended: 1, reloaded: ["hub-0"] } });
  expect(await until(() => inside.isClosed(), 3_000)).toBe(true);
  await expect(mesh.client("centre", "hub-0", identity, old)).rejects.toThrow(/[Aa]uthorization/);
  expect(mesh.state().operators).toBeUndefined();
  const users = () => readFileSync(join(mesh.instanceFolder("hub-0"), "users.conf"), "utf8");
  expect((await mesh.up()).touched).toEqual(["hub-0 reloaded"]);
  expect(users()).not.toContain(mesh.state().publicKeys[identity]);
  expect((await mesh.up({ operator: ann })).touched).toEqual(["hub-0 reloaded"]);
  await (await mesh.client("centre", "hub-0", identity)).close();
});

test("who was let into a broker that is gone is no matter", async () => {
  const press = pair({ brokers: "  press: { environment: plant, engine: nats }" });
  const mesh = await meshFolder(press);
  await mesh.up();
  expect(errorsOf((await mesh.up({ operator: { name: "ann", broker: "press" } })).result)).toEqual([]);
  mesh.write(pair());
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  expect(mesh.state().operators).toHaveLength(1);
});
