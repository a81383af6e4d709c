import { afterEach, expect, test } from "vitest";
import type { Addressing } from "../../../compiler/model/address.ts";
import { lower } from "../../../targets/engines/mosquitto/lower.ts";
import { printMain } from "../../../targets/engines/mosquitto/print-main.ts";
import { settingsOf } from "../../../targets/engines/mosquitto/settings-of.ts";
import { logIn, type TestClient } from "../../mosquitto/mqtt-client.ts";
import { type Plant, plantThatKeeps } from "../../mosquitto/plant-that-keeps.ts";
import {
  hashOf,
  passwordOf,
  startMosquitto,
  type StartedMosquitto,
} from "../../mosquitto/started-mosquitto.ts";
import { synthesized } from "../../mosquitto/synthesized.ts";
import { freePorts } from "../../nats/free-ports.ts";
import { pause, until } from "../../nats/until.ts";

const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

const link = "link.floor.uplink";

/** The broker beyond the bridge, and somebody who hears everything there whenever it runs. */
async function hallAt(port: number, folder?: string): Promise<StartedMosquitto> {
  const settings = settingsOf({ max_queued_bytes: "1GB", autosave_interval: 3_600 });
  const main = printMain({ listen: { host: "127.0.0.1", port }, settings, dials: false });
  const passwords = [link, "all"].map((name) => `${name}:${hashOf(passwordOf(name))}\n`);
  const acl = `user ${link}\ntopic write telemetry/#\nuser all\ntopic readwrite #\n`;
  const files = [main, { path: "passwords", parts: passwords }, { path: "acl", parts: [acl] }];
  const hall = await startMosquitto(files, port, folder);
  ends.push(() => hall.stop());
  return hall;
}

/** Of a reader beyond, for whom all that comes there waits. */
const session = { clientId: "reader", clean: false, protocolVersion: 4 } as const;

async function plantOf(plant: Plant) {
  const [port = 0, beyond = 0] = await freePorts(2);
  const addressing: Addressing = {
    bind: () => ({ host: "127.0.0.1", port }),
    namesOf: () => [],
    dial: () => ({ host: "127.0.0.1", port: beyond }),
  };
  const workloads = lower(synthesized(plantThatKeeps(plant)), addressing);
  const instance = workloads.flatMap(({ instances }) => instances).find(({ name }) => name === "floor-0");
  const hall = await hallAt(beyond);
  const reader = await client(beyond, "all", session);
  await reader.subscribe("telemetry/#");
  await reader.close();
  const floor = await startMosquitto(instance?.files ?? [], port);
  ends.push(() => floor.stop("SIGKILL"));
  return { floor, hall, port, beyond };
}

async function client(port: number, name: string, options = {}): Promise<TestClient> {
  const found = await logIn(port, name, options);
  if (!found) throw new Error(`${name} is not let in`);
  ends.push(() => found.close());
  return found;
}

/** Publishes numbers in order, each once the one before is acknowledged. */
async function publishNumbers(to: TestClient, count: number, size: number): Promise<void> {
  for (let number = 0; number < count; number++)
    expect(await to.publish("telemetry/measured", `${number} `.padEnd(size, "x"))).toBe(true);
}

const numbers = ({ heard }: TestClient) => [...new Set(heard.map(({ text }) => Number(text.split(" ")[0])))];

/** What is saved at each change would be saved 1,900 times; how long a queue is does not hang on it. */
const seldom = { settings: { autosave_on_changes: false, autosave_interval: 3_600 } };

test("as many events as were computed wait while the link is cut, and no more, and all of those arrive", async () => {
  const plant = { offline: "2m", event: { rate: "10/s", size: "60Ki" }, broker: seldom };
  const { port, hall, beyond } = await plantOf(plant);
  const press = await client(port, "application.press");
  await hall.stop();
  const size = 60 * 1_024;
  const [promised, held] = [2 * 60 * 10, 3 * 60 * 10];
  await publishNumbers(press, held + 100, size);
  await hallAt(beyond, hall.folder);
  const reader = await client(beyond, "all", session);
  await until(() => Promise.resolve(numbers(reader).length >= held), 60_000);
  await pause(1_000);
  const arrived = numbers(reader);
  expect(arrived.length).toBe(held);
  expect(arrived.slice(0, promised)).toEqual(Array.from({ length: promised }, (_, number) => number));
}, 180_000);

test("more than the program's own 1,000 events wait where nothing is known of them", async () => {
  const { port, hall, beyond } = await plantOf({ broker: seldom });
  const press = await client(port, "application.press");
  await hall.stop();
  await publishNumbers(press, 3_000, 100);
  await hallAt(beyond, hall.folder);
  const reader = await client(beyond, "all", session);
  expect(await until(() => Promise.resolve(numbers(reader).length === 3_000), 30_000)).toBe(true);
}, 120_000);

test("a broker that is killed loses of what waits for a cut link what it acknowledged last, if anything", async () => {
  const { port, hall, beyond, floor } = await plantOf({ offline: "1h", event: { rate: "1/s", size: 100 } });
  const press = await client(port, "application.press");
  await hall.stop();
  await publishNumbers(press, 500, 100);
  await floor.stop("SIGKILL");
  const again = await floor.again();
  ends.push(() => again.stop("SIGKILL"));
  await hallAt(beyond, hall.folder);
  const reader = await client(beyond, "all", session);
  await until(() => Promise.resolve(numbers(reader).length >= 499), 30_000);
  expect(numbers(reader).slice(0, 499)).toEqual(Array.from({ length: 499 }, (_, number) => number));
}, 120_000);

async function publishLarge(setting: string) {
  const { port, beyond } = await plantOf({ broker: { settings: { [setting]: 2_000 } } });
  const press = await client(port, "application.press", { protocolVersion: 4 });
  const reader = await client(beyond, "all", session);
  const cut = new Promise<false>((done) => press.client.once("close", () => done(false)));
  const isAcknowledged = await Promise.race([press.publish("telemetry/measured", "x".repeat(3_000)), cut]);
  const again = await client(port, "application.press");
  await again.publish("telemetry/measured", "small");
  await until(() => Promise.resolve(reader.heard.length > 0), 15_000);
  return { isAcknowledged, isCut: !press.isConnected(), heard: reader.heard.map(({ text }) => text) };
}

test.each([
  ["max_packet_size", "not acknowledged, and its client cut off", { isAcknowledged: false, isCut: true }],
  ["message_size_limit", "acknowledged", { isAcknowledged: true, isCut: false }],
])("over MQTT 3.1.1 what is larger than %s is dropped, %s", async (setting, _, outcome) => {
  expect(await publishLarge(setting)).toEqual({ ...outcome, heard: ["small"] });
});
