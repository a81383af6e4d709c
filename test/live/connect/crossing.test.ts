import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { headers, type NatsConnection } from "@nats-io/transport-node";
import type { MqttClient } from "mqtt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refusedCounter } from "../../../targets/engines/connect/refusal.ts";
import { type ConnectSite, startSite } from "../../connect/connect-site.ts";
import { until } from "../../nats/until.ts";

let site: ConnectSite;
let sensor: MqttClient;
let panel: MqttClient;
let nats: NatsConnection;
const heard: { topic: string; payload: Buffer; retain: boolean }[] = [];

beforeAll(async () => {
  site = await startSite({
    down: [
      ["orders", ">"],
      ["stray", ">"],
    ],
  });
  sensor = await site.mqtt("sensor");
  panel = await site.mqtt("panel");
  nats = await site.nats();
  panel.on("message", (topic, payload, { retain }) => heard.push({ topic, payload, retain }));
  await panel.subscribeAsync("#", { qos: 1 });
});
afterAll(() => site.stop());

const publish = (topic: string, payload: string | Buffer, retain = false) =>
  sensor.publishAsync(topic, payload, { qos: 1, retain });

async function lastOf(subject: string) {
  const manager = await jetstreamManager(nats);
  return manager.streams.getMessage("readings", { last_by_subj: subject }).catch(() => null);
}

async function countOf(subject: string): Promise<number> {
  const manager = await jetstreamManager(nats);
  const { state } = await manager.streams.info("readings", { subjects_filter: subject });
  return state.subjects?.[subject] ?? 0;
}

async function storedEvents(): Promise<number> {
  return (await (await jetstreamManager(nats)).streams.info("readings")).state.messages;
}

/** Whether what is published afterwards has come through, so that what was before it has too. */
async function caughtUp(): Promise<void> {
  const mark = `mark${Math.random().toString(36).slice(2)}`;
  await publish(`readings/${mark}`, mark);
  expect(await until(async () => (await lastOf(`readings.${mark}`)) !== null, 10_000)).toBe(true);
}

const payloads: readonly (readonly [string, Buffer])[] = [
  ["nothing", Buffer.alloc(0)],
  ["every byte", Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))],
  ["an expression of the engine", Buffer.from('${HOME} ${! content() } {"a": null}')],
  ["as much as the hub takes", Buffer.alloc(2 ** 20 - 64, "x")],
];

test.each(payloads)("%s as payload arrives as it was, both ways", async (name, payload) => {
  const level = name.replaceAll(" ", "-");
  await publish(`readings/${level}/made`, payload);
  await until(async () => (await lastOf(`readings.${level}.made`)) !== null, 5_000);
  const stored = await lastOf(`readings.${level}.made`);
  // Compared by itself: the matcher takes seconds for a megabyte.
  expect(payload.equals(stored?.data ?? Buffer.from("absent"))).toBe(true);
  await jetstream(nats).publish(`orders.${level}.made`, payload);
  const come = () => heard.find(({ topic }) => topic === `orders/${level}/made`);
  await until(() => come() !== undefined, 5_000);
  expect(payload.equals(come()?.payload ?? Buffer.from("absent"))).toBe(true);
  expect(come()?.retain).toBe(false);
});

test.each([
  "größe",
  "日本",
  "\u{1f600}",
  "a:b@c$d~e",
  "$SYS",
  "a%b&c=d",
  "a\u00adb",
  "x".repeat(1_000),
  "${HOME}",
  '"',
  "\\",
  "`",
  "{{a}}",
])("level %j crosses both ways", async (level) => {
  await publish(`readings/${level}`, level);
  await until(async () => (await lastOf(`readings.${level}`)) !== null, 5_000);
  expect((await lastOf(`readings.${level}`))?.string()).toBe(level);
  await jetstream(nats).publish(`orders.${level}`, level);
  const come = () => heard.find(({ topic }) => topic === `orders/${level}`);
  expect(await until(() => come() !== undefined, 5_000)).toBe(true);
});

test.each(["a b", "a.b", "a*", ">", "", "x".repeat(2_100)])(
  "level %j cannot be a token: it is refused and counted, and what comes after it crosses",
  async (level) => {
    const before = await site.metric(refusedCounter).catch(() => 0);
    const stored = await storedEvents();
    await publish(`readings/${level}`, "refused");
    await caughtUp();
    expect(await site.metric(refusedCounter)).toBe(before + 1);
    // The mark.
    expect(await storedEvents()).toBe(stored + 1);
  },
);

/** The broker takes control characters for malformed; the engine's own rule is the second lock. */
test.each(["readings/a\tb", "readings/x\r\nPUB readings.forged 6\r\nforged\r\n"])(
  "topic %j ends the connection of who publishes it, and is no command of the hub's protocol",
  async (topic) => {
    const other = await site.mqtt("other", { reconnectPeriod: 0 });
    const ended = new Promise<void>((done) => void other.once("close", () => done()));
    other.publish(topic, "x", { qos: 1 });
    await ended;
    const stored = await storedEvents();
    await caughtUp();
    expect(await storedEvents()).toBe(stored + 1);
  },
);

test.each(["a/b", "a+", "#", "a\u0085b", "a\ufffeb"])(
  "token %j cannot be a level: it is refused and counted, and what comes after it crosses",
  async (token) => {
    const before = await site.metric(refusedCounter).catch(() => 0);
    await jetstream(nats).publish(`orders.${token}`, "refused");
    const mark = `mark${Math.random().toString(36).slice(2)}`;
    await jetstream(nats).publish(`orders.${mark}`, mark);
    expect(await until(() => heard.some(({ topic }) => topic === `orders/${mark}`), 5_000)).toBe(true);
    expect(await site.metric(refusedCounter)).toBe(before + 1);
    const refused = heard.filter(({ payload }) => payload.toString() === "refused");
    expect(refused.filter(({ topic }) => topic.startsWith("orders"))).toEqual([]);
  },
);

test("what is larger than the hub takes is refused and counted, and what comes after it crosses", async () => {
  const before = await site.metric(refusedCounter).catch(() => 0);
  await publish("readings/large", Buffer.alloc(2 ** 20 - 63));
  await caughtUp();
  expect(await site.metric(refusedCounter)).toBe(before + 1);
  expect(await lastOf("readings.large")).toBeNull();
});

test("a retained event crosses once, however often the engine subscribes again", async () => {
  await publish("readings/state", "on", true);
  await caughtUp();
  await site.connect.stop("SIGTERM");
  await site.connect.start();
  await caughtUp();
  expect(await countOf("readings.state")).toBe(1);
});

test("a header that is called as the engine calls the subject does not move an event", async () => {
  const spoofed = headers();
  for (const name of ["nats_subject", "name", "Nats_subject", "Name"]) spoofed.set(name, "orders.stolen");
  await jetstream(nats).publish("orders.honest", "honest", { headers: spoofed });
  expect(await until(() => heard.some(({ payload }) => payload.toString() === "honest"), 5_000)).toBe(true);
  expect(heard.filter(({ payload }) => payload.toString() === "honest").map(({ topic }) => topic)).toEqual([
    "orders/honest",
  ]);
});
