import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { exitCode } from "../../cli/exit-code.ts";
import { ProbeRefused, type ProtocolClient } from "../../compiler/live.ts";
import { bcryptHash } from "../../deploy/hashes/bcrypt-hash.ts";
import { connectMqtt } from "../../targets/protocols/mqtt/live/connect-mqtt.ts";
import { logIn } from "../../targets/protocols/mqtt/live/log-in.ts";
import { meshc } from "../cli/run-meshc.ts";
import { until } from "../nats/until.ts";
import { pair } from "./manifests.ts";
import { errorsOf, meshFolder } from "./mesh-folder.ts";

const panel = "application.panel";
const till = "application.till";

/** The pair, with an application at the edge that speaks MQTT, or NATS. */
function withPanel(protocol: "mqtt" | "nats", more = ""): string {
  return pair({
    applications: `  panel: { team: one, broker: line, protocol: ${protocol}, publish: [orders.placed]${more} }`,
  });
}

type Mesh = Awaited<ReturnType<typeof meshFolder>>;

function mqttOf(mesh: Mesh) {
  return { host: "127.0.0.1", port: mesh.instance("plant", "line-0").ports["mqtt"] ?? 0 };
}

async function letsIn(mesh: Mesh, secret: string): Promise<boolean> {
  try {
    await (await connectMqtt(mqttOf(mesh), { user: panel, secret }, 4)).close();
    return true;
  } catch (error) {
    if (error instanceof ProbeRefused) return false;
    throw error;
  }
}

test("an application's password is out at once, its connection ended, and the others' stay", async () => {
  const mesh = await meshFolder(withPanel("mqtt", ", credentials: { file: panel.json }"));
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  const [old, id] = [mesh.seed(panel), mesh.state().publicKeys[panel]];
  expect(await letsIn(mesh, old)).toBe(true);
  const { client, ended } = await logIn(mqttOf(mesh), { user: panel, secret: old }, 4);
  onTestFinished(() => void client.stream.destroy());
  const publisher = await mesh.client("plant", "line-0", till);
  const processes = await mesh.processes();
  const rotated = await mesh.rotate(["panel"]);
  expect(errorsOf(rotated)).toEqual([]);
  expect(rotated).toMatchObject({
    value: {
      ok: true,
      revoked: [{ identity: panel, oldKey: id, file: "panel.json" }],
      reloaded: ["line-0"],
      restarted: [],
      ended: 1,
      // The hub serves nobody who could log in by a password.
      refusedBy: ["line-0"],
      unreached: [],
    },
  });
  await ended;
  await publisher.flush();
  expect(await letsIn(mesh, old)).toBe(false);
  expect(await letsIn(mesh, mesh.seed(panel))).toBe(true);
  expect(JSON.parse(readFileSync(join(mesh.folder, "panel.json"), "utf8"))).toMatchObject({
    protocol: "mqtt",
    identity: { username: panel, password: mesh.seed(panel) },
  });
  expect(await mesh.processes()).toEqual(processes);
  expect(mesh.state().revoked).toMatchObject([{ identity: panel, publicKey: id }]);
  expect(readdirSync(join(mesh.upFolder, "secrets", "revoked"))).toEqual([]);
  expect(await mesh.status()).toMatchObject({ value: { ok: true } });
  expect((await mesh.up()).touched).toEqual([]);
  await publisher.close();
});

test("credentials for MQTT are handed out in the forms that its clients read, and in no other", async () => {
  const mesh = await meshFolder(withPanel("mqtt"));
  await mesh.up();
  const asked = (format: string) =>
    meshc(["credentials", "panel", "--format", format, "-o", `panel.${format}`], { cwd: mesh.folder });
  const refused = await asked("nats-context");
  expect(refused.code).toBe(exitCode.wrongUsage);
  expect(refused.err).toContain(
    "credentials for mqtt have no format nats-context: say json, env, properties, kubernetes",
  );
  expect(await asked("env")).toMatchObject({ code: 0, out: "" });
  expect(readFileSync(join(mesh.folder, "panel.env"), "utf8")).toContain(
    `MQTT_URL=mqtt://127.0.0.1:${mqttOf(mesh).port}\nMQTT_USERNAME=${panel}\nMQTT_PASSWORD=${mesh.seed(panel)}\n`,
  );
});

test("of an instance that does not run `up` takes the old password out", async () => {
  const mesh = await meshFolder(withPanel("mqtt"));
  await mesh.up();
  const old = mesh.seed(panel);
  process.kill(mesh.instance("plant", "line-0").process?.pid ?? 0, "SIGKILL");
  expect(errorsOf(await mesh.rotate(["panel"]))).toEqual([
    `MESH5302 line-0 may still let in the old key of application "panel": it does not run`,
  ]);
  expect(JSON.stringify(await mesh.status())).not.toContain("by hand");
  const { result, touched } = await mesh.up();
  expect(errorsOf(result)).toEqual([]);
  expect(touched).toEqual(["line-0 starting"]);
  expect(mesh.state().revoked).toMatchObject([{ identity: panel }]);
  expect(mesh.state().revoked?.[0]?.underway).toBeUndefined();
  expect([await letsIn(mesh, old), await letsIn(mesh, mesh.seed(panel))]).toEqual([false, true]);
});

test("an old password that may still be let in is told of", async () => {
  const mesh = await meshFolder(withPanel("mqtt"));
  await mesh.up();
  // The login that is to prove it succeeds, as at a broker that kept the old password.
  const stale: ProtocolClient = {
    connect: (to) => connectMqtt(to, { user: panel, secret: mesh.seed(panel) }, 4),
  };
  const rotated = await mesh.rotate(["panel"], { live: { protocols: new Map([["mqtt", stale]]) } });
  expect(errorsOf(rotated)).toEqual([
    `MESH5302 line-0 may still let in the old key of application "panel": it still does`,
  ]);
  expect(errorsOf(await mesh.rotate(["panel"]))).toEqual([]);
});

test("a password whose secret is lost is revoked too, without the proof by a login", async () => {
  const mesh = await meshFolder(withPanel("mqtt"));
  await mesh.up();
  rmSync(mesh.secretFile(panel));
  const [lost] = (await mesh.up()).result.diagnostics;
  expect([lost?.code, lost?.help]).toEqual([
    "MESH5109",
    expect.stringContaining(`meshc rotate --revoke ${panel}`),
  ]);
  const rotated = await mesh.rotate(["panel"]);
  expect(errorsOf(rotated)).toEqual([]);
  expect(rotated.diagnostics.map(({ code }) => code)).toEqual(["MESH5305"]);
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  expect(await letsIn(mesh, mesh.seed(panel))).toBe(true);
});

test("who comes to speak another protocol logs in as that does, and no more as before", async () => {
  const mesh = await meshFolder(withPanel("nats"));
  await mesh.up();
  const nkey = mesh.seed(panel);
  await (await mesh.client("plant", "line-0", panel)).close();
  mesh.write(withPanel("mqtt"));
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  const password = mesh.seed(panel);
  expect(await letsIn(mesh, password)).toBe(true);
  await expect(mesh.client("plant", "line-0", panel, nkey)).rejects.toThrow(/[Aa]uthorization/);
  expect((await mesh.up()).touched).toEqual([]);
  mesh.write(withPanel("nats"));
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  await (await mesh.client("plant", "line-0", panel)).close();
  await expect(mesh.client("plant", "line-0", panel, nkey)).rejects.toThrow(/[Aa]uthorization/);
});

test("who speaks MQTT logs in anew once its rights are others, and nobody else does", async () => {
  const other = `  board: { team: one, broker: line, protocol: mqtt, publish: [orders.placed] }\n`;
  const mesh = await meshFolder(withPanel("mqtt").replace("  panel:", `${other}  panel:`));
  await mesh.up();
  const stays = new Map<string, () => boolean>();
  for (const user of [panel, "application.board"]) {
    const { client, ended } = await logIn(mqttOf(mesh), { user, secret: mesh.seed(user) }, 4);
    onTestFinished(() => void client.stream.destroy());
    let isOver = false;
    void ended.then(() => (isOver = true));
    stays.set(user, () => isOver);
  }
  const changed = withPanel("mqtt", ", subscribe: [orders.cancelled]");
  mesh.write(changed.replace("  panel:", `${other}  panel:`));
  const { result, touched } = await mesh.up();
  expect(errorsOf(result)).toEqual([]);
  expect(touched).toEqual(expect.arrayContaining(["line-0 reloaded", "line-0 reconnecting"]));
  await until(() => stays.get(panel)?.() ?? false, 3_000);
  expect([...stays].map(([user, isOver]) => [user, isOver()])).toEqual([
    [panel, true],
    ["application.board", false],
  ]);
});

test("a password and its hash stand where they are needed and nowhere else", async () => {
  const mesh = await meshFolder(withPanel("mqtt"));
  const said: unknown[] = [(await mesh.up()).events];
  const old = mesh.seed(panel);
  await letsIn(mesh, old);
  said.push(await mesh.status(), await mesh.rotate(["panel"]), (await mesh.up()).events);
  const now = mesh.seed(panel);
  const files = readdirSync(mesh.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const holding = (text: string) =>
    files
      .filter((file) => readFileSync(file, "latin1").includes(text))
      .map((file) => file.slice(mesh.upFolder.length + 1));
  expect(holding(now)).toEqual([`secrets/keys/${panel}.json`]);
  expect(holding(bcryptHash(now))).toEqual(["instances/line-0/users.conf"]);
  const processes = (await mesh.processes()).map(({ commandLine, environment = [] }) => [
    commandLine,
    ...environment,
  ]);
  expect(processes).toHaveLength(2);
  for (const secret of [old, bcryptHash(old)]) expect(holding(secret)).toEqual([]);
  for (const secret of [old, now, bcryptHash(old), bcryptHash(now)])
    expect(JSON.stringify([said, processes])).not.toContain(secret);
});
