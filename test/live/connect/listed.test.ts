import type { MqttClient } from "mqtt";
import { expect, test } from "vitest";
import type { Pattern } from "../../../compiler/model/topic.ts";
import { upSession } from "../../../targets/engines/connect/print-up.ts";
import { type ConnectSite, startSite } from "../../connect/connect-site.ts";
import { compared, storedAtHub } from "../../connect/traffic.ts";
import { pause, until } from "../../nats/until.ts";

const below = (level: string): Pattern => ["readings", level, ">"];
const [a, b, c] = [below("a"), below("b"), below("c")];

/** Subscriptions that the broker keeps for its clients, the one that asks included. */
async function subscriptions(site: ConnectSite): Promise<() => number> {
  let count = -1;
  const client = await site.mqtt("asks");
  client.on("message", (_, payload) => (count = Number(payload.toString())));
  await client.subscribeAsync("$SYS/broker/subscriptions/count");
  return () => count;
}

/** Numbered events below one level. */
async function publish(client: MqttClient, level: string, numbers: readonly number[]): Promise<Set<string>> {
  const ids = numbers.map((number) => `${level}${number}`);
  await Promise.all(ids.map((id) => client.publishAsync(`readings/${level}/made`, id, { qos: 1 })));
  return new Set(ids);
}

const hundred = Array.from({ length: 100 }, (_, index) => index);

test("a changed list takes along what waits of what it keeps, and leaves no subscription behind", async () => {
  const edgeSettings = ["sys_interval 1"];
  const site = await startSite({ up: [a, b], everUp: [a, b, c], down: [], edgeSettings });
  try {
    const count = await subscriptions(site);
    const sensor = await site.mqtt("sensor");
    expect(await until(() => count() === 3, 10_000)).toBe(true);
    await site.hub.stop("SIGKILL");
    const waiting = await publish(sensor, "a", hundred);
    await publish(sensor, "b", hundred);
    await pause(500);
    await site.connect.stop("SIGTERM");
    // The session of what is listed no more is ended by whoever changes the list.
    const left = await site.mqtt(upSession(site.link.name, b), { ...site.linkLogin, clean: true });
    await left.endAsync();
    site.list([a, c]);
    await Promise.all([site.hub.start(), site.connect.start()]);
    await until(() => site.ready(), 10_000);
    const added = await publish(sensor, "c", hundred);
    await publish(
      sensor,
      "b",
      hundred.map((number) => number + 100),
    );
    const nats = await site.nats();
    const wanted = new Set([...waiting, ...added]);
    await until(async () => compared(wanted, await storedAtHub(nats)).lost === 0, 20_000);
    await pause(1_000);
    const stored = await storedAtHub(nats);
    expect(compared(wanted, stored)).toEqual({ acknowledged: 200, lost: 0, duplicates: 0 });
    expect([...stored.keys()].filter((id) => id.startsWith("b"))).toEqual([]);
    expect(await until(() => count() === 3, 10_000)).toBe(true);
  } finally {
    await site.stop();
  }
});

test("a list that is changed ten times under traffic gives each event once", async () => {
  const site = await startSite({ up: [a, b], everUp: [a, b, c], down: [] });
  try {
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
      const [was, is] = change % 2 === 0 ? [b, c] : [c, b];
      await site.connect.stop("SIGTERM");
      await (await site.mqtt(upSession(site.link.name, was), { ...site.linkLogin, clean: true })).endAsync();
      site.list([a, is]);
      await site.connect.start();
      await until(() => site.ready(), 10_000);
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
    expect(result.duplicates).toBeLessThanOrEqual(10);
  } finally {
    await site.stop();
  }
});
