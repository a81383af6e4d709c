import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ProbeRefused } from "../../../compiler/live.ts";
import { connectMqtt } from "../../../targets/protocols/mqtt/live/connect-mqtt.ts";
import { logIn } from "../../../targets/protocols/mqtt/live/log-in.ts";
import { findMosquitto } from "../../../tools/mosquitto.mjs";
import { until } from "../../nats/until.ts";
import { errorsOf, meshFolder } from "../../deploy/mesh-folder.ts";

const [panel, board] = ["application.panel", "application.board"];

const manifest = `
apiVersion: meshc/v1
mesh: { name: plant }
teams: { one: {} }
environments: { plant: { platform: local } }
brokers: { line: { environment: plant, engine: mosquitto } }
domains: { orders: { owner: one, topic: orders, events: { placed: {} } } }
applications:
  panel: { team: one, broker: line, publish: [orders.placed], credentials: { file: panel.json } }
  board: { team: one, broker: line, subscribe: [orders.placed] }
`;

/** The same broker, which a bridge joins to a hub of NATS. */
const bridged = `
apiVersion: meshc/v1
mesh: { name: plant }
teams: { one: {} }
environments:
  centre: { platform: local }
  plant: { platform: local, dialable: false }
brokers:
  hub: { environment: centre, engine: nats }
  line: { environment: plant, engine: mosquitto }
domains: { orders: { owner: one, topic: orders, events: { placed: {} } } }
applications:
  panel: { team: one, broker: line, publish: [orders.placed] }
  books: { team: one, broker: hub, subscribe: [orders.placed] }
`;

test("Mosquitto lets an application's old password in no more, ends its connection, and keeps the others", async () => {
  const mesh = await meshFolder(manifest);
  const host = { environment: { ...process.env, MESHC_MOSQUITTO: await findMosquitto() } };
  expect(errorsOf((await mesh.up({ host })).result)).toEqual([]);
  const to = { host: "127.0.0.1", port: mesh.instance("plant", "line-0").ports["mqtt"] ?? 0 };
  const isLetIn = async (secret: string) => {
    try {
      await (await connectMqtt(to, { user: panel, secret }, 5)).close();
      return true;
    } catch (error) {
      if (error instanceof ProbeRefused) return false;
      throw error;
    }
  };
  const old = mesh.seed(panel);
  expect(await isLetIn(old)).toBe(true);
  const [first, other] = [
    await logIn(to, { user: panel, secret: old }, 5),
    await logIn(to, { user: board, secret: mesh.seed(board) }, 5),
  ];
  let otherEnded = false;
  void other.ended.then(() => (otherEnded = true));
  for (const { client } of [first, other]) onTestFinished(() => void client.stream.destroy());
  const processes = await mesh.processes();
  const rotated = await mesh.rotate(["panel"], { host });
  expect(errorsOf(rotated)).toEqual([]);
  expect(rotated).toMatchObject({
    value: { ok: true, reloaded: ["line-0"], restarted: [], refusedBy: ["line-0"], unreached: [] },
  });
  await first.ended;
  expect([await isLetIn(old), await isLetIn(mesh.seed(panel))]).toEqual([false, true]);
  expect(otherEnded).toBe(false);
  expect(await mesh.processes()).toEqual(processes);
  expect(JSON.parse(readFileSync(join(mesh.folder, "panel.json"), "utf8"))).toMatchObject({
    protocol: "mqtt",
    identity: { username: panel, password: mesh.seed(panel) },
  });
  expect(await mesh.status()).toMatchObject({ value: { ok: true } });
  expect((await mesh.up({ host })).touched).toEqual([]);
});

test("a Mosquitto that speaks TLS and dials nobody is asked, and told of a new password, as others are", async () => {
  const mesh = await meshFolder(manifest);
  const host = { environment: { ...process.env, MESHC_MOSQUITTO: await findMosquitto() } };
  expect(errorsOf((await mesh.up({ host, tls: true })).result)).toEqual([]);
  expect(await mesh.status()).toMatchObject({ value: { ok: true } });
  expect(await mesh.rotate(["panel"], { host })).toMatchObject({
    value: { ok: true, reloaded: ["line-0"], refusedBy: ["line-0"], unreached: [] },
  });
  expect(await mesh.status()).toMatchObject({ value: { ok: true } });
});

test("a bridge logs in with its new password by itself, and the hub lets the old one in no more", async () => {
  const mesh = await meshFolder(bridged);
  const host = { environment: { ...mesh.host.environment, MESHC_MOSQUITTO: await findMosquitto() } };
  expect(errorsOf((await mesh.up({ host })).result)).toEqual([]);
  const link = "link.line.uplink";
  const to = { host: "127.0.0.1", port: mesh.instance("centre", "hub-0").ports["mqtt"] ?? 0 };
  const old = mesh.seed(link);
  const rotated = await mesh.rotate(["line.uplink"], { host });
  expect(errorsOf(rotated)).toEqual([]);
  expect(rotated).toMatchObject({
    value: { ok: true, reloaded: ["hub-0"], restarted: ["line-0"], refusedBy: ["hub-0", "line-0"] },
  });
  await expect(connectMqtt(to, { user: link, secret: old }, 4)).rejects.toThrow(ProbeRefused);
  expect(await mesh.status()).toMatchObject({ value: { ok: true } });
  const books = await mesh.client("centre", "hub-0", "application.books");
  const heard: string[] = [];
  books.subscribe("orders.placed", { callback: (_, message) => void heard.push(message.string()) });
  await books.flush();
  const from = { host: "127.0.0.1", port: mesh.instance("plant", "line-0").ports["mqtt"] ?? 0 };
  const panels = await connectMqtt(from, { user: panel, secret: mesh.seed(panel) }, 5);
  await panels.publish("orders/placed", new TextEncoder().encode("one"));
  expect(await until(() => heard.length > 0, 5_000)).toBe(true);
  expect(heard).toEqual(["one"]);
  await Promise.all([books.close(), panels.close()]);
});
