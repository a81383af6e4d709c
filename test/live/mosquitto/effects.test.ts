import { afterEach, expect, test } from "vitest";
import { logIn, type TestClient } from "../../mosquitto/mqtt-client.ts";
import {
  hashOf,
  passwordOf,
  type StartedFile,
  type StartedMosquitto,
  startMosquitto,
} from "../../mosquitto/started-mosquitto.ts";
import { printMain } from "../../../targets/engines/mosquitto/print-main.ts";
import { settingsOf } from "../../../targets/engines/mosquitto/settings-of.ts";
import { freePorts } from "../../nats/free-ports.ts";
import { pause, until } from "../../nats/until.ts";

const running: StartedMosquitto[] = [];
const clients: TestClient[] = [];

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await Promise.all(running.splice(0).map((broker) => broker.stop()));
});

const passwords = (logins: Readonly<Record<string, string>>): StartedFile => ({
  path: "passwords",
  parts: Object.entries(logins).map(([name, password]) => `${name}:${hashOf(password)}\n`),
});
const acl = (...lines: readonly string[]): StartedFile => ({ path: "acl", parts: [`${lines.join("\n")}\n`] });

const usual = { writer: passwordOf("writer"), reader: passwordOf("reader") };
const usualRights = ["user writer", "topic write t/+", "user reader", "topic read t/+"];

async function start(port: number, settings = {}): Promise<StartedMosquitto> {
  const listen = { host: "127.0.0.1", port };
  const main = printMain({ listen, settings: settingsOf(settings), dials: false });
  const broker = await startMosquitto([main, passwords(usual), acl(...usualRights)], port);
  running.push(broker);
  expect(broker.exited(), broker.log()).toBe(false);
  return broker;
}

async function client(port: number, name: string, options = {}): Promise<TestClient> {
  const found = await logIn(port, name, options);
  if (!found) throw new Error(`${name} was not let in`);
  clients.push(found);
  return found;
}

const session = { clientId: "kept", clean: false, properties: { sessionExpiryInterval: 3_600 } };

test("a reload of the same files lets nobody go, and subscriptions stay", async () => {
  const [port = 0] = await freePorts(1);
  const broker = await start(port);
  const [writer, reader] = [await client(port, "writer"), await client(port, "reader")];
  await reader.subscribe("t/+");
  await broker.reload();
  await writer.publish("t/1");
  expect(await until(() => reader.heard.length === 1, 2_000)).toBe(true);
  expect([writer, reader].map((one) => one.isConnected())).toEqual([true, true]);
});

test("a changed password lets its client go and no other, and only the new one is let in", async () => {
  const [port = 0] = await freePorts(1);
  const broker = await start(port);
  const [writer, reader] = [await client(port, "writer"), await client(port, "reader")];
  broker.write([passwords({ ...usual, writer: "another" })]);
  await broker.reload();
  expect(await until(() => !writer.isConnected(), 2_000)).toBe(true);
  expect(reader.isConnected()).toBe(true);
  expect(await logIn(port, "writer")).toBeUndefined();
  await client(port, "writer", { password: "another" });
});

test("who is removed is let go and not let in again, and who is added is let in", async () => {
  const [port = 0] = await freePorts(1);
  const broker = await start(port);
  const [writer, reader] = [await client(port, "writer"), await client(port, "reader")];
  broker.write([passwords({ reader: usual.reader, added: passwordOf("added") })]);
  await broker.reload();
  expect(await until(() => !writer.isConnected(), 2_000)).toBe(true);
  expect(reader.isConnected()).toBe(true);
  expect(await logIn(port, "writer")).toBeUndefined();
  await client(port, "added");
});

test("changed rights hold at once, for who is connected and for subscriptions that were there", async () => {
  const [port = 0] = await freePorts(1);
  const broker = await start(port);
  const [writer, reader] = [await client(port, "writer"), await client(port, "reader")];
  await reader.subscribe("#");
  expect([await writer.publish("t/1"), await writer.publish("u/1")]).toEqual([true, false]);
  broker.write([acl("user writer", "topic write u/+", "topic write t/+", "user reader", "topic read u/+")]);
  await broker.reload();
  expect([await writer.publish("t/2"), await writer.publish("u/2")]).toEqual([true, true]);
  expect(await until(() => reader.heard.length === 2, 2_000)).toBe(true);
  expect(reader.heard.map(({ topic }) => topic)).toEqual(["t/1", "u/2"]);
  expect([writer, reader].map((one) => one.isConnected())).toEqual([true, true]);
});

test("what waits in a session outlives a changed password and a restart", async () => {
  const [port = 0] = await freePorts(1);
  const broker = await start(port);
  const reader = await client(port, "reader", session);
  await reader.subscribe("t/+");
  await reader.client.endAsync();
  const writer = await client(port, "writer");
  expect(await writer.publish("t/1", "before the reload")).toBe(true);
  broker.write([passwords({ ...usual, reader: "another" })]);
  await broker.reload();
  await broker.stop();
  running.push(await broker.again());
  const later = await client(port, "writer");
  expect(await later.publish("t/2", "after the restart")).toBe(true);
  const back = await client(port, "reader", { ...session, password: "another" });
  expect(await until(() => back.heard.length === 2, 2_000)).toBe(true);
  expect(back.heard.map(({ text }) => text)).toEqual(["before the reload", "after the restart"]);
});

test.each([
  ["what was saved of a session is there", { autosave_interval: 1 }, 1],
  ["what came since the last save is gone", {}, 0],
])("after a kill %s", async (_, settings, wanted) => {
  const [port = 0] = await freePorts(1);
  const broker = await start(port, settings);
  const reader = await client(port, "reader", session);
  await reader.subscribe("t/+");
  await reader.client.endAsync();
  const writer = await client(port, "writer");
  expect(await writer.publish("t/1")).toBe(true);
  await pause(2_500);
  await broker.stop("SIGKILL");
  running.push(await broker.again());
  const back = await client(port, "reader", session);
  await pause(500);
  expect(back.heard).toHaveLength(wanted);
});

test("who takes another's session by its client id hears nothing that it has no right to", async () => {
  const [port = 0] = await freePorts(1);
  await start(port);
  const reader = await client(port, "reader", session);
  await reader.subscribe("t/+");
  await reader.client.endAsync();
  const writer = await client(port, "writer");
  await writer.publish("t/1", "waits");
  const thief = await client(port, "writer", session);
  await writer.publish("t/2", "comes");
  await pause(500);
  expect(thief.heard).toEqual([]);
});

test("a right to what is below a topic is none to the topic itself", async () => {
  const [port = 0] = await freePorts(1);
  const broker = await start(port);
  broker.write([acl("user writer", "topic write a/+/#", "topic write a", "user reader", "topic read a/+/#")]);
  await broker.reload();
  const [writer, reader] = [await client(port, "writer"), await client(port, "reader")];
  await reader.subscribe("a/#");
  for (const topic of ["a", "a/b", "a/b/c"]) expect(await writer.publish(topic)).toBe(true);
  await pause(300);
  expect(reader.heard.map(({ topic }) => topic)).toEqual(["a/b", "a/b/c"]);
});

test("a will is an event that needs the right to be published", async () => {
  const [port = 0] = await freePorts(1);
  await start(port);
  const reader = await client(port, "reader");
  await reader.subscribe("t/+");
  for (const topic of ["t/allowed", "u/denied"]) {
    const dying = await logIn(port, "writer", {
      will: { topic, payload: Buffer.from("gone"), qos: 1, retain: false },
    });
    dying?.client.stream.destroy();
  }
  expect(await until(() => reader.heard.length > 0, 2_000)).toBe(true);
  await pause(300);
  expect(reader.heard.map(({ topic }) => topic)).toEqual(["t/allowed"]);
});

test("whoever shares a subscription gets each event once between them", async () => {
  const [port = 0] = await freePorts(1);
  await start(port);
  const readers = [await client(port, "reader"), await client(port, "reader")];
  for (const reader of readers) expect(await reader.subscribe("$share/workers/t/+")).toBe(1);
  const writer = await client(port, "writer");
  for (let count = 0; count < 20; count++) await writer.publish("t/1", String(count));
  expect(await until(() => readers.flatMap(({ heard }) => heard).length >= 20, 2_000)).toBe(true);
  await pause(300);
  expect(readers.map(({ heard }) => heard.length)).toEqual([10, 10]);
});
