import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { MqttClient } from "mqtt";
import { expect, test } from "vitest";
import type { Pattern } from "../../../compiler/model/topic.ts";
import { upSession } from "../../../targets/engines/connect/print-up.ts";
import { brokerCounts } from "../../connect/broker-counts.ts";
import { type ConnectSite, startSite } from "../../connect/connect-site.ts";
import { compared, storedAtHub } from "../../connect/traffic.ts";
import { pause, until } from "../../nats/until.ts";

const below = (level: string): Pattern => ["readings", level, ">"];
const [a, b, c] = [below("a"), below("b"), below("c")];

function kept(site: ConnectSite): readonly string[] {
  return JSON.parse(readFileSync(join(site.connect.folder, "sessions"), "utf8")) as string[];
}

const sessions = (site: ConnectSite) => [upSession(site.link.name)];
const edgeSettings = ["sys_interval 1"];

/** Numbered events below one level. */
async function publish(client: MqttClient, level: string, numbers: readonly number[]): Promise<Set<string>> {
  const ids = numbers.map((number) => `${level}${number}`);
  await Promise.all(ids.map((id) => client.publishAsync(`readings/${level}/made`, id, { qos: 1 })));
  return new Set(ids);
}

const hundred = Array.from({ length: 100 }, (_, index) => index);

test("a changed list takes along all that waits, and what is listed no more is not collected", async () => {
  const site = await startSite({ up: [a, b], everUp: [a, b, c], down: [], edgeSettings });
  try {
    const broker = await brokerCounts(site);
    const sensor = await site.mqtt("sensor");
    expect(await broker.settles(2, 2)).toBe(true);
    await site.hub.stop("SIGKILL");
    const waiting = [await publish(sensor, "a", hundred), await publish(sensor, "b", hundred)];
    await pause(500);
    await site.connect.stop("SIGTERM");
    site.list([a, c]);
    await Promise.all([site.hub.start(), site.connect.start()]);
    expect(await until(() => site.ready(), 10_000)).toBe(true);
    expect(await broker.settles(2, 2)).toBe(true);
    const added = await publish(sensor, "c", hundred);
    const tooLate = hundred.map((number) => number + 100);
    await publish(sensor, "b", tooLate);
    const nats = await site.nats();
    const wanted = new Set([...waiting, added].flatMap((ids) => [...ids]));
    await until(async () => compared(wanted, await storedAtHub(nats)).lost === 0, 20_000);
    await pause(1_000);
    const stored = await storedAtHub(nats);
    expect(compared(wanted, stored)).toEqual({ acknowledged: 300, lost: 0, duplicates: 0 });
    expect(stored.size).toBe(300);
    expect(kept(site)).toEqual(sessions(site));
  } finally {
    await site.stop();
  }
});

test("where nothing goes up any more no session is left, however often the process was ended before it could", async () => {
  const down: readonly Pattern[] = [["orders", ">"]];
  const site = await startSite({ up: [a, b], down, edgeSettings });
  try {
    const broker = await brokerCounts(site);
    expect(await broker.settles(2, 2)).toBe(true);
    expect(statSync(join(site.connect.folder, "sessions")).mode & 0o777).toBe(0o600);
    expect(statSync(join(site.connect.folder, "subscriptions")).mode & 0o777).toBe(0o600);
    await site.connect.stop("SIGTERM");
    await site.edge.stop("SIGTERM");
    site.list([]);
    for (const signal of ["SIGKILL", "SIGTERM"] as const) {
      await site.connect.start();
      await pause(500);
      expect(kept(site)).toEqual(sessions(site));
      await site.connect.stop(signal);
    }
    await site.connect.start();
    expect(site.connect.log()).toContain("a session that is listed no more is not ended yet");
    await site.edge.start();
    expect(await until(() => kept(site).length === 0, 15_000)).toBe(true);
    // By then the broker has counted anew since it was started.
    await pause(2_000);
    expect(await broker.settles(0, 1)).toBe(true);
    expect(await until(() => site.ready(), 10_000)).toBe(true);
  } finally {
    await site.stop();
  }
});

test("a process that cannot read what it listed before says so, and carries events", async () => {
  const site = await startSite({ up: [a], down: [] });
  try {
    await site.connect.stop("SIGTERM");
    for (const file of ["sessions", "subscriptions"]) writeFileSync(join(site.connect.folder, file), "[");
    await site.connect.start();
    expect(await until(() => site.ready(), 10_000)).toBe(true);
    expect(site.connect.log()).toContain("which sessions were listed before cannot be read");
    expect(site.connect.log()).toContain("What was subscribed to before cannot be read");
    expect(kept(site)).toEqual(sessions(site));
  } finally {
    await site.stop();
  }
});

test("a list that is there again before its session was ended goes on with it", async () => {
  const site = await startSite({ up: [a, b], down: [] });
  try {
    expect(await until(() => site.ready(), 10_000)).toBe(true);
    await site.connect.stop("SIGTERM");
    const waiting = await publish(await site.mqtt("sensor"), "b", hundred);
    await site.edge.stop("SIGTERM");
    site.list([]);
    await site.connect.start();
    await pause(500);
    await site.connect.stop("SIGTERM");
    site.list([a, b]);
    await Promise.all([site.edge.start(), site.connect.start()]);
    const nats = await site.nats();
    expect(await until(async () => compared(waiting, await storedAtHub(nats)).lost === 0, 20_000)).toBe(true);
    // Longer than there is between two attempts to end a session.
    await pause(6_000);
    expect(kept(site)).toEqual(sessions(site));
    const later = await publish(await site.mqtt("other"), "b", [100]);
    expect(await until(async () => compared(later, await storedAtHub(nats)).lost === 0, 5_000)).toBe(true);
  } finally {
    await site.stop();
  }
});

test("a list that is changed ten times under traffic gives each event once", async () => {
  const site = await startSite({ up: [a, b], everUp: [a, b, c], down: [], edgeSettings });
  try {
    const broker = await brokerCounts(site);
    // Before its first connection there is no session that would keep anything.
    expect(await until(() => site.ready(), 10_000)).toBe(true);
    const sensor = await site.mqtt("sensor");
    const published = new Set<string>();
    const over = new AbortController();
    const traffic = (async () => {
      for (let number = 0; !over.signal.aborted; number++) {
        for (const id of await publish(sensor, "a", [number])) published.add(id);
        await pause(5);
      }
    })();
    for (let change = 0; change < 10; change++) {
      const is = change % 2 === 0 ? c : b;
      await site.connect.stop("SIGTERM");
      site.list([a, is]);
      await site.connect.start();
      expect(await until(() => site.ready(), 10_000)).toBe(true);
      await pause(300);
    }
    over.abort();
    await traffic;
    const nats = await site.nats();
    await until(async () => compared(published, await storedAtHub(nats)).lost === 0, 20_000);
    const result = compared(published, await storedAtHub(nats));
    const stored = await storedAtHub(nats);
    const missing = [...published].filter((id) => !stored.has(id));
    console.log(`ten changes: ${JSON.stringify({ ...result, missing })}`);
    expect(result.lost).toBe(0);
    // What was stored and whose acknowledgement did not reach the edge before the engine ended.
    expect(result.duplicates).toBeLessThanOrEqual(100);
    // What is listed now; the process, and the sensor.
    expect(await broker.settles(2, 2)).toBe(true);
    expect(kept(site)).toEqual(sessions(site));
  } finally {
    await site.stop();
  }
});
