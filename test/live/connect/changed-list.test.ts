import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Pattern } from "../../../compiler/model/topic.ts";
import { mqttFilter } from "../../../targets/kit/mqtt-filter.ts";
import { brokerCounts } from "../../connect/broker-counts.ts";
import { type SiteOptions, startSite } from "../../connect/connect-site.ts";
import { compared, storedAtHub } from "../../connect/traffic.ts";
import { until } from "../../nats/until.ts";

const one: Pattern = ["readings", "a", "made"];
const each: Pattern = ["readings", "*", "made"];
const all: Pattern = ["readings", ">"];
const other: Pattern = ["others", ">"];

test.each([
  ["a narrower one", [each], [one]],
  ["a wider one", [each], [all]],
  ["one that begins otherwise", [each], [other]],
  ["several, some of which stay", [one, other], [other, ["readings", "b", "made"]]],
] satisfies [string, readonly Pattern[], readonly Pattern[]][])(
  "what waits while the hub is away arrives when the list becomes %s",
  async (_, before, after) => {
    const site = await startSite({
      up: before,
      everUp: [all, other],
      down: [],
      edgeSettings: ["sys_interval 1"],
    });
    try {
      const broker = await brokerCounts(site);
      const sensor = await site.mqtt("sensor");
      await site.hub.stop("SIGKILL");
      const acknowledged = new Set<string>();
      const publish = async (topic: string, id: string) => {
        await sensor.publishAsync(topic, id, { qos: 1 });
        acknowledged.add(id);
      };
      const numbers = Array.from({ length: 300 }, (_each, index) => index);
      await Promise.all(numbers.map((number) => publish("readings/a/made", `before ${number}`)));
      await site.connect.stop("SIGTERM");
      site.list(after);
      await site.connect.start();
      await Promise.all(numbers.map((number) => publish("readings/a/made", `meanwhile ${number}`)));
      await site.hub.start();
      expect(await until(() => site.ready(), 15_000)).toBe(true);
      await publish(topicOf(after), "after");
      const wanted = isListed(after) ? acknowledged : without(acknowledged, "meanwhile");
      const nats = await site.nats();
      await until(async () => compared(wanted, await storedAtHub(nats)).lost === 0, 30_000);
      const result = compared(wanted, await storedAtHub(nats));
      expect(result).toEqual({ acknowledged: wanted.size, lost: 0, duplicates: 0 });
      // The process, and the sensor.
      expect(await broker.settles(after.length, 2)).toBe(true);
      const kept = readFileSync(join(site.connect.folder, "subscriptions"), "utf8");
      expect(JSON.parse(kept)).toEqual(after.map(mqttFilter).toSorted());
    } finally {
      await site.stop();
    }
  },
);

/** The link may publish `readings.a.made` alone, whatever its list says. */
const narrowed: SiteOptions["hubRights"] = (rights) => ({ ...rights, publish: ["readings.a.made"] });

test("what the hub refuses is dropped and counted where it is listed no more, and stops nothing", async () => {
  const site = await startSite({ up: [each], down: [], hubRights: narrowed });
  try {
    const sensor = await site.mqtt("sensor");
    await site.hub.stop("SIGKILL");
    const numbers = Array.from({ length: 100 }, (_each, index) => index);
    const send = (level: string) =>
      Promise.all(
        numbers.map((id) => sensor.publishAsync(`readings/${level}/made`, `${level}${id}`, { qos: 1 })),
      );
    await send("b");
    await send("a");
    await site.connect.stop("SIGTERM");
    site.list([one]);
    // What is subscribed to is known to nobody any more: the broker goes on sending what is listed no more.
    rmSync(join(site.connect.folder, "subscriptions"));
    await Promise.all([site.hub.start(), site.connect.start()]);
    const nats = await site.nats();
    const wanted = new Set(numbers.map((id) => `a${id}`));
    await until(async () => compared(wanted, await storedAtHub(nats)).lost === 0, 20_000);
    expect(compared(wanted, await storedAtHub(nats))).toMatchObject({ lost: 0, duplicates: 0 });
    await send("b");
    expect(await until(async () => (await site.metric("link_events_refused")) === 200, 20_000)).toBe(true);
    expect(site.connect.log()).toContain('refused an event of \\"readings/b/made\\"');
    expect((await storedAtHub(nats)).size).toBe(100);
  } finally {
    await site.stop();
  }
});

test("what the hub refuses is kept back where it is listed: a right may be there later than the link", async () => {
  const site = await startSite({ up: [each], down: [], hubRights: narrowed });
  try {
    const sensor = await site.mqtt("sensor");
    await sensor.publishAsync("readings/b/made", "b", { qos: 1 });
    await until(async () => (await site.metric("output_error")) > 3, 20_000);
    expect(await site.metric("link_events_refused")).toBe(0);
    expect(site.connect.log()).toContain("may not publish");
  } finally {
    await site.stop();
  }
});

/** Whether `readings/a/made` is. */
function isListed(patterns: readonly Pattern[]): boolean {
  return patterns.some((pattern) => [one, each, all].includes(pattern));
}

function without(ids: ReadonlySet<string>, word: string): ReadonlySet<string> {
  return new Set([...ids].filter((id) => !id.startsWith(word)));
}

/** Some topic of the first pattern. */
function topicOf([pattern]: readonly Pattern[]): string {
  return (pattern ?? []).map((level) => (level === "*" || level === ">" ? "a" : level)).join("/");
}
