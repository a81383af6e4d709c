import { cpSync, existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findIdentities, kindOf } from "../../deploy/rotate/find-identities.ts";
import { usualLimits } from "../../deploy/up/limits.ts";
import { until } from "../nats/until.ts";
import { pair } from "./manifests.ts";
import { errorsOf, meshFolder } from "./mesh-folder.ts";

const till = "application.till";

test("an application's key is out at once, its connection ended, and the others' stay", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const old = mesh.seed(till);
  const [publisher, reader] = [
    await mesh.client("plant", "line-0", till),
    await mesh.client("centre", "hub-0", "application.books"),
  ];
  const processes = await mesh.processes();
  const rotated = await mesh.rotate(["till"]);
  expect(errorsOf(rotated)).toEqual([]);
  expect(rotated).toMatchObject({
    value: {
      ok: true,
      revoked: [{ identity: till }],
      reloaded: ["line-0"],
      restarted: [],
      ended: 1,
      refusedBy: ["hub-0", "line-0"],
      unreached: [],
    },
  });
  expect(await until(() => publisher.isClosed(), 3_000)).toBe(true);
  await reader.flush();
  await expect(mesh.client("plant", "line-0", till, old)).rejects.toThrow(/[Aa]uthorization/);
  await (await mesh.client("plant", "line-0", till)).close();
  expect(await mesh.processes()).toEqual(processes);
  const { revoked, publicKeys } = mesh.state();
  expect(revoked).toMatchObject([{ identity: till, at: expect.stringMatching(/^20/) }]);
  expect(revoked?.[0]?.underway).toBeUndefined();
  expect(revoked?.[0]?.publicKey).not.toBe(publicKeys[till]);
  expect(existsSync(join(mesh.upFolder, "secrets", "revoked", `${till}.json`))).toBe(false);
  const { touched } = await mesh.up();
  expect(touched).toEqual([]);
  await reader.close();
});

test("a link logs in with its new key by itself, and comes back", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const old = mesh.seed("link.line.uplink");
  const rotated = await mesh.rotate(["line.uplink"]);
  expect(errorsOf(rotated)).toEqual([]);
  expect(rotated).toMatchObject({ value: { ok: true, ended: 1, refusedBy: ["hub-0", "line-0"] } });
  await expect(mesh.client("centre", "hub-0", "link.line.uplink", old)).rejects.toThrow(/[Aa]uthorization/);
  expect(await mesh.status()).toMatchObject({ value: { ok: true } });
  const books = await mesh.client("centre", "hub-0", "application.books");
  const heard: string[] = [];
  books.subscribe("orders.placed", { callback: (_, message) => void heard.push(message.string()) });
  await books.flush();
  const publisher = await mesh.client("plant", "line-0", till);
  expect(
    await until(() => {
      publisher.publish("orders.placed", "1");
      return heard.length > 0;
    }, 5_000),
  ).toBe(true);
  await Promise.all([books.close(), publisher.close()]);
});

test("who is called how is said where a name is unknown or not clear", async () => {
  const mesh = await meshFolder(pair());
  expect(errorsOf(await mesh.rotate(["till"]))[0]).toContain("MESH5115");
  await mesh.up();
  expect(errorsOf(await mesh.rotate(["tile"]))).toEqual([
    `MESH5304 no application, link or operator called "tile" has a key here; did you mean "till"?`,
  ]);
  expect(errorsOf(await mesh.rotate(["system"]))[0]).toContain("MESH5304");
  expect(mesh.state().revoked).toBeUndefined();
});

test("two identities of one name are told apart by their kind", () => {
  const publicKeys = { [till]: "U1", "operator.till": "U2", provisioner: "U3" };
  const found = (name: string) =>
    findIdentities([name], { publicKeys, mesh: "m", passwords: [] }, "meshc up");
  expect(errorsOf(found("till"))).toEqual([
    'MESH5303 "till" is the name of application.till and of operator.till',
  ]);
  expect(found("operator.till")).toMatchObject({ value: ["operator.till"] });
});

test("both logins of a link that a process carries are revoked by its name", () => {
  const publicKeys = { "link.oslo.uplink": "U1", "connect.oslo.uplink": "P1", "link.lyon.uplink": "U2" };
  const found = (name: string) =>
    findIdentities([name], { publicKeys, mesh: "m", passwords: [] }, "meshc up");
  expect(found("oslo.uplink")).toMatchObject({ value: ["connect.oslo.uplink", "link.oslo.uplink"] });
  expect(found("connect.oslo.uplink")).toMatchObject({ value: ["connect.oslo.uplink"] });
  expect(kindOf("connect.oslo.uplink")).toBe("link");
});

test("an instance that does not run is named, and `up` finishes what was begun", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const old = mesh.seed(till);
  process.kill(mesh.instance("plant", "line-0").process?.pid ?? 0, "SIGKILL");
  const rotated = await mesh.rotate(["till"]);
  expect(errorsOf(rotated)).toEqual([
    `MESH5302 line-0 may still let in the old key of application "till": it does not run`,
  ]);
  expect(rotated).toMatchObject({ value: { ok: false, unreached: [{ instance: "line-0" }] } });
  expect(mesh.state().revoked).toMatchObject([{ underway: true }]);
  const status = await mesh.status();
  expect(status.diagnostics).toMatchObject([{ code: "MESH5306" }]);
  expect(JSON.stringify(status)).not.toContain("by hand");
  const { result, touched } = await mesh.up();
  expect(errorsOf(result)).toEqual([]);
  expect(touched).toEqual(["line-0 starting"]);
  expect(mesh.state().revoked?.[0]?.underway).toBeUndefined();
  await expect(mesh.client("plant", "line-0", till, old)).rejects.toThrow(/[Aa]uthorization/);
});

test("an instance that answers nobody does not keep the others from it", async () => {
  const mesh = await meshFolder(
    pair({ applications: "  audit: { team: one, broker: [hub, line], publish: [orders.placed] }" }),
  );
  await mesh.up();
  const old = mesh.seed("application.audit");
  const stopped = mesh.instance("centre", "hub-0").process?.pid ?? 0;
  process.kill(stopped, "SIGSTOP");
  const rotated = await mesh.rotate(["audit"], { limits: { ...usualLimits, reload: 1 } });
  process.kill(stopped, "SIGCONT");
  expect(errorsOf(rotated)[0]).toMatch(/^MESH5302 hub-0 may still let in the old key of application "audit"/);
  expect(rotated).toMatchObject({ value: { ok: false, reloaded: ["line-0"] } });
  await expect(mesh.client("plant", "line-0", "application.audit", old)).rejects.toThrow(/[Aa]uthorization/);
  const again = await mesh.rotate(["audit"]);
  expect(errorsOf(again)).toEqual([]);
  expect(again).toMatchObject({ value: { ok: true, refusedBy: ["hub-0", "line-0"] } });
  expect(mesh.state().revoked).toHaveLength(1);
});

test("a revoked key that is put back is refused, and given out to nobody", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const backup = join(mesh.folder, "backup.json");
  cpSync(mesh.secretFile(till), backup);
  expect(errorsOf(await mesh.rotate(["till"]))).toEqual([]);
  const users = readFileSync(join(mesh.instanceFolder("line-0"), "users.conf"), "utf8");
  cpSync(backup, mesh.secretFile(till));
  const { result } = await mesh.up();
  expect(errorsOf(result)).toEqual([
    expect.stringMatching(
      /^MESH5301 .*application\.till\.json holds the key of application\.till that was revoked at 20/,
    ),
  ]);
  expect(readFileSync(join(mesh.instanceFolder("line-0"), "users.conf"), "utf8")).toBe(users);
  expect(errorsOf(await mesh.rotate(["till"]))).toEqual([]);
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  expect(mesh.state().revoked).toHaveLength(2);
});

test("of a mesh that is down keys are revoked on record, also one that was put back, and `up` does the rest", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const [backup, first] = [join(mesh.folder, "backup.json"), mesh.seed(till)];
  cpSync(mesh.secretFile(till), backup);
  await mesh.rotate(["till"]);
  const second = mesh.seed(till);
  await mesh.down();
  cpSync(backup, mesh.secretFile(till));
  expect(errorsOf((await mesh.up()).result)).toEqual([expect.stringMatching(/^MESH5301/)]);
  const rotated = await mesh.rotate(["till"]);
  expect(errorsOf(rotated)).toEqual([]);
  expect(rotated).toMatchObject({ value: { ok: true, refusedBy: [] } });
  expect(rotated.diagnostics.map(({ code }) => code)).toEqual(["MESH5305", "MESH5306"]);
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  for (const seed of [first, second])
    await expect(mesh.client("plant", "line-0", till, seed)).rejects.toThrow(/[Aa]uthorization/);
  await (await mesh.client("plant", "line-0", till)).close();
  expect(mesh.state().revoked?.map(({ underway }) => underway)).toEqual([undefined, undefined]);
});

test("what goes wrong after keys are out does not hide where an old one may still be let in", async () => {
  const mesh = await meshFolder(
    pair({
      applications:
        "  audit: { team: one, broker: line, publish: [orders.placed], credentials: { file: audit.json } }",
    }),
  );
  await mesh.up();
  process.kill(mesh.instance("plant", "line-0").process?.pid ?? 0, "SIGKILL");
  rmSync(join(mesh.folder, "audit.json"));
  mkdirSync(join(mesh.folder, "audit.json"));
  expect(errorsOf(await mesh.rotate(["audit"])).map((line) => line.slice(0, 8))).toEqual([
    "MESH5302",
    "MESH5107",
  ]);
  rmdirSync(join(mesh.folder, "audit.json"));
  expect(mesh.state().revoked).toMatchObject([{ underway: true }]);
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  expect(mesh.state().revoked).toHaveLength(1);
});

test("a key whose secret is lost is revoked too, as up says, without the proof by a login", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  rmSync(mesh.secretFile(till));
  const [lost] = (await mesh.up()).result.diagnostics;
  expect([lost?.code, lost?.help]).toEqual([
    "MESH5109",
    expect.stringContaining(`meshc rotate --revoke ${till}`),
  ]);
  const rotated = await mesh.rotate(["till"]);
  expect(errorsOf(rotated)).toEqual([]);
  expect(rotated.diagnostics.map(({ code }) => code)).toEqual(["MESH5305"]);
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  await (await mesh.client("plant", "line-0", till)).close();
});

test("an identity that the manifest no longer has can be revoked", async () => {
  const board = "  board: { team: two, broker: hub, subscribe: [orders.placed] }";
  const mesh = await meshFolder(pair({ applications: board }));
  await mesh.up();
  const old = mesh.seed("application.board");
  mesh.write(pair());
  await mesh.up();
  const rotated = await mesh.rotate(["board"]);
  expect(errorsOf(rotated)).toEqual([]);
  mesh.write(pair({ applications: board }));
  await mesh.up();
  expect(mesh.seed("application.board")).not.toBe(old);
  await expect(mesh.client("centre", "hub-0", "application.board", old)).rejects.toThrow(/[Aa]uthorization/);
});

test("a manifest that is broken does not stand in the way", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  writeFileSync(join(mesh.folder, "mesh.yaml"), "not: [a manifest");
  expect(errorsOf(await mesh.rotate(["till", "line.uplink"]))).toEqual([]);
});
