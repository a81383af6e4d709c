import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { Endpoint } from "../../../compiler/model/address.ts";
import { type BridgedTopic, printBridge } from "../../../targets/engines/mosquitto/print-bridge.ts";
import { printMain } from "../../../targets/engines/mosquitto/print-main.ts";
import { settingsOf } from "../../../targets/engines/mosquitto/settings-of.ts";
import { findNatsServer, natsServerVersions } from "../../../tools/nats-server.mjs";
import { logIn, type TestClient } from "../../mosquitto/mqtt-client.ts";
import {
  hashOf,
  passwordOf,
  type StartedMosquitto,
  startMosquitto,
} from "../../mosquitto/started-mosquitto.ts";
import { freePorts } from "../../nats/free-ports.ts";
import { pause, until } from "../../nats/until.ts";

/** What nats-server takes where nothing is said. */
const largestPacket = 1_048_576;

const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

const link = "floor.uplink";
const plain = (...pattern: readonly string[]): BridgedTopic => ({ pattern, delivery: "at-most-once" });
const kept = (...pattern: readonly string[]): BridgedTopic => ({ pattern, delivery: "at-least-once" });
const up = [plain("up", ">")];
const down = [plain("down", ">")];

/** A hub that a test can end and start again: NATS is killed, Mosquitto saves its sessions. */
interface Hub {
  readonly at: Endpoint;
  end(): Promise<void>;
  start(): Promise<void>;
}

async function natsHub(version: string): Promise<Hub> {
  const program = await findNatsServer(version);
  const [port = 0, mqtt = 0] = await freePorts(2);
  const folder = mkdtempSync(join(tmpdir(), "meshc-bridge-hub-"));
  const user = (name: string, rights: string) =>
    `{ user: "${name}", password: "${passwordOf(name)}", ${rights} }`;
  const linkRights = 'permissions: { publish: { allow: ["up.>"] }, subscribe: { allow: ["down.>"] } }';
  const all = 'permissions: { publish: { allow: [">"] }, subscribe: { allow: [">"] } }';
  writeFileSync(
    join(folder, "nats.conf"),
    `server_name: hub\nlisten: "127.0.0.1:${port}"\nmqtt { listen: "127.0.0.1:${mqtt}" }\n` +
      `jetstream { store_dir: "${folder}/store" }\n` +
      `accounts { MESH { jetstream: enabled, users: [ ${user(`link.${link}`, linkRights)}, ${user("all", all)} ] } }\n`,
  );
  const hub = restartable({ host: "127.0.0.1", port: mqtt }, () => {
    const child = spawn(program, ["-c", join(folder, "nats.conf")], { stdio: "ignore" });
    const gone = new Promise<void>((done) => child.once("exit", () => done()));
    return Promise.resolve(() => (child.kill("SIGKILL"), gone));
  });
  ends.push(async () => rmSync(folder, { recursive: true, force: true }), hub.end);
  await hub.start();
  await until(async () => {
    const client = await logIn(mqtt, "all", { protocolVersion: 4 });
    await client?.close();
    return client !== undefined;
  }, 10_000);
  return hub;
}

function restartable(at: Endpoint, run: () => Promise<() => Promise<void>>): Hub {
  let ending: (() => Promise<void>) | undefined;
  return {
    at,
    async start() {
      ending = await run();
    },
    async end() {
      await ending?.();
      ending = undefined;
    },
  };
}

async function mosquittoHub(): Promise<Hub> {
  const [port = 0] = await freePorts(1);
  const rights = `user link.${link}\ntopic write up/+/#\ntopic read down/+/#\nuser all\ntopic readwrite #\n`;
  let folder: string | undefined;
  const hub = restartable({ host: "127.0.0.1", port }, async () => {
    const broker = await started(port, {}, ["all", `link.${link}`], rights, [], folder);
    folder = broker.folder;
    return () => broker.stop();
  });
  ends.push(hub.end);
  await hub.start();
  return hub;
}

async function started(
  port: number,
  settings: Parameters<typeof settingsOf>[0],
  names: readonly string[],
  rights: string,
  bridges: Parameters<typeof startMosquitto>[0],
  folder?: string,
): Promise<StartedMosquitto> {
  const listen = { host: "127.0.0.1", port };
  const main = printMain({ listen, settings: settingsOf(settings), dials: bridges.length > 0 });
  const passwords = {
    path: "passwords",
    parts: names.flatMap((name) => [`${name}:${hashOf(passwordOf(name))}\n`]),
  };
  const files = [main, passwords, { path: "acl", parts: [rights] }, ...bridges];
  const broker = await startMosquitto(files, port, folder);
  expect(broker.exited(), broker.log()).toBe(false);
  return broker;
}

/** A floor with a bridge, in the hands of a client that may do everything, and one that hears the bridge's state. */
interface Floor {
  readonly port: number;
  readonly broker: StartedMosquitto;
  readonly client: TestClient;
  /** `1` and `0` as the bridge came and went, from when it was there first. */
  states(): readonly string[];
}

async function floorBelow(
  hubs: readonly Hub[],
  listed: { readonly up: readonly BridgedTopic[]; readonly down: readonly BridgedTopic[] } = { up, down },
  at?: { readonly port: number; readonly folder: string },
): Promise<Floor> {
  const [fresh = 0] = await freePorts(1);
  const port = at?.port ?? fresh;
  const bridge = printBridge({ link, addresses: hubs.map((hub) => hub.at), largestPacket, ...listed });
  const rights = "user all\ntopic readwrite #\nuser observer\ntopic read $SYS/#\n";
  const broker = await started(port, {}, ["all", "observer"], rights, [bridge], at?.folder);
  ends.push(() => broker.stop());
  const [client, observer] = [await clientAt(port, "all"), await clientAt(port, "observer")];
  await observer.subscribe(`$SYS/broker/connection/${link}/state`);
  const states = () => observer.heard.map(({ text }) => text);
  expect(await until(() => states().at(-1) === "1", 10_000), broker.log()).toBe(true);
  const first = states().length - 1;
  return { port, broker, client, states: () => states().slice(first) };
}

async function clientAt(port: number, name: string, options = {}): Promise<TestClient> {
  const client = await logIn(port, name, { protocolVersion: name === "all" ? 4 : 5, ...options });
  if (!client) throw new Error(`${name} was not let in`);
  ends.push(() => client.close());
  return client;
}

const hubs: readonly (readonly [string, () => Promise<Hub>])[] = [
  ...natsServerVersions.map((version) => [`NATS ${version}`, () => natsHub(version)] as const),
  ["Mosquitto", mosquittoHub],
];

test.each(hubs)(
  "over a bridge to %s what is listed crosses each way, once, and nothing else",
  async (_, make) => {
    const hub = await make();
    const beyond = await clientAt(hub.at.port, "all");
    const floor = await floorBelow([hub]);
    await beyond.subscribe("#");
    await floor.client.subscribe("#");
    const below = await clientAt(floor.port, "all");
    const above = await clientAt(hub.at.port, "all");
    await pause(300);
    for (let count = 0; count < 100; count++) {
      await below.publish("up/1/value", `u${count}`);
      await above.publish("down/1/value", `d${count}`);
    }
    for (const topic of ["up", "other/1", "down/2"]) await below.publish(topic);
    for (const topic of ["down", "other/2", "up/2"]) await above.publish(topic);
    await until(() => beyond.heard.length >= 104 && floor.client.heard.length >= 103, 3_000);
    await pause(500);
    const texts = ({ heard }: TestClient, topic: string) => heard.filter((one) => one.topic === topic).length;
    expect(texts(beyond, "up/1/value")).toBe(100);
    expect(texts(floor.client, "down/1/value")).toBe(100);
    expect(["up", "other/1", "down/2"].map((topic) => texts(beyond, topic))).toEqual([0, 0, 0]);
    expect(["down", "other/2", "up/2"].map((topic) => texts(floor.client, topic))).toEqual([0, 0, 0]);
  },
);

test.each(hubs)("an event too large for %s is dropped, and the bridge stays", async (name, make) => {
  const hub = await make();
  const floor = await floorBelow([hub]);
  const beyond = await clientAt(hub.at.port, "all");
  await beyond.subscribe("up/#");
  const below = await clientAt(floor.port, "all");
  await below.publish("up/large", "x".repeat(1_100_000));
  await below.publish("up/almost", "x".repeat(1_048_000));
  await below.publish("up/small");
  expect(await until(() => beyond.heard.length >= 2, 3_000), name).toBe(true);
  expect(beyond.heard.map(({ topic }) => topic)).toEqual(["up/almost", "up/small"]);
  expect(floor.states()).toEqual(["1"]);
});

test.each(hubs)(
  "with %s gone the bridge takes the next address within 15 s, and returns",
  async (_, make) => {
    const [first, second] = [await make(), await make()];
    const floor = await floorBelow([first, second]);
    const other = await clientAt(second.at.port, "all");
    await other.subscribe("up/#");
    await first.end();
    const below = await clientAt(floor.port, "all");
    const crosses = async (client: TestClient) => {
      await below.publish("up/1");
      return client.heard.length > 0;
    };
    expect(await until(() => crosses(other), 15_000)).toBe(true);
    await first.start();
    await until(
      async () => (await logIn(first.at.port, "all", { protocolVersion: 4 }))?.close() !== undefined,
      10_000,
    );
    const back = await clientAt(first.at.port, "all");
    await back.subscribe("up/#");
    expect(await until(() => crosses(back), 15_000)).toBe(true);
  },
);

test("a reload of the broker that dials leaves the bridge as it was, whatever its file says by then", async () => {
  const hub = await mosquittoHub();
  const floor = await floorBelow([hub]);
  const beyond = await clientAt(hub.at.port, "all");
  await beyond.subscribe("#");
  const below = await clientAt(floor.port, "all");
  const changed = { link, addresses: [hub.at], largestPacket, up: [plain("other", ">")], down: [] };
  floor.broker.write([printBridge(changed)]);
  await floor.broker.reload();
  for (const topic of ["up/1", "other/1"]) await below.publish(topic);
  expect(await until(() => beyond.heard.length > 0, 2_000)).toBe(true);
  await pause(500);
  expect(beyond.heard.map(({ topic }) => topic)).toEqual(["up/1"]);
  expect(floor.states()).toEqual(["1"]);
});

test("what is retained is sent again as the bridge connects anew, and not retained beyond", async () => {
  const hub = await mosquittoHub();
  const floor = await floorBelow([hub]);
  const below = await clientAt(floor.port, "all");
  await below.publish("up/kept", "x", true);
  await hub.end();
  await hub.start();
  const beyond = await clientAt(hub.at.port, "all");
  await beyond.subscribe("up/#");
  expect(await until(() => beyond.heard.length > 0, 15_000)).toBe(true);
  expect(beyond.heard[0]).toMatchObject({ topic: "up/kept", retained: false });
  const later = await clientAt(hub.at.port, "all");
  await later.subscribe("up/#");
  await pause(500);
  expect(later.heard).toEqual([]);
});

test("at-least-once events wait at both ends while a bridge between Mosquittos is cut", async () => {
  const hub = await mosquittoHub();
  const floor = await floorBelow([hub], { up: [kept("up", ">")], down: [kept("down", ">")] });
  const session = { clientId: "reader", clean: false };
  for (const [port, filter] of [
    [hub.at.port, "up/#"],
    [floor.port, "down/#"],
  ] as const) {
    const reader = await clientAt(port, "all", session);
    await reader.subscribe(filter);
    await reader.client.endAsync();
  }
  const publish = async (port: number, topic: string) => {
    const client = await clientAt(port, "all");
    for (let count = 0; count < 2_000; count++) await client.publish(topic, String(count));
  };
  await hub.end();
  await publish(floor.port, "up/1");
  await floor.broker.stop();
  await hub.start();
  await publish(hub.at.port, "down/1");
  const again = await floor.broker.again();
  ends.push(() => again.stop());
  const readers = await Promise.all([hub.at.port, floor.port].map((port) => clientAt(port, "all", session)));
  const different = () => readers.map(({ heard }) => new Set(heard.map(({ text }) => text)).size);
  await until(() => different().every((count) => count === 2_000), 20_000);
  expect(different()).toEqual([2_000, 2_000]);
});

test("a changed list leaves no subscription of the list before, session or not", async () => {
  for (const delivery of [plain, kept]) {
    const hub = await mosquittoHub();
    const floor = await floorBelow([hub], { up: [], down: [delivery("down", "a"), delivery("down", "b")] });
    await floor.broker.stop();
    const at = { port: floor.port, folder: floor.broker.folder };
    const changed = await floorBelow([hub], { up: [], down: [delivery("down", "*")] }, at);
    await changed.client.subscribe("down/#");
    const above = await clientAt(hub.at.port, "all");
    for (const topic of ["down/a", "down/b", "down/c"]) await above.publish(topic);
    await pause(1_000);
    expect(changed.client.heard.map(({ topic }) => topic)).toEqual(["down/a", "down/b", "down/c"]);
    await changed.broker.stop();
    const narrowed = await floorBelow([hub], { up: [], down: [delivery("down", "a")] }, at);
    await narrowed.client.subscribe("down/#");
    for (const topic of ["down/a", "down/b", "down/c"]) await above.publish(topic);
    await pause(1_000);
    expect(narrowed.client.heard.map(({ topic }) => topic)).toEqual(["down/a"]);
  }
});
