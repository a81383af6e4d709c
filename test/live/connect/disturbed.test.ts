import { afterAll, expect, test } from "vitest";
import { type ConnectSite, type SiteOptions, startSite } from "../../connect/connect-site.ts";
import {
  type Arrived,
  compared,
  hearAtEdge,
  publishAtEdge,
  publishAtHub,
  storedAtHub,
} from "../../connect/traffic.ts";
import { wayBetween } from "../../connect/way-between.ts";
import { pause, until } from "../../nats/until.ts";

const [count, rate] = [4_000, 500];
/** What may come twice: what is out to the engine and not acknowledged, each way. */
const mostUp = 100;
const mostDown = 128;

const figures: string[] = [];
afterAll(() => console.log(figures.join("\n")));

/** Publishes both ways, does something meanwhile, and counts once nothing is missing any more, or 60 s later. */
async function undisturbedOrNot(
  what: string,
  options: SiteOptions,
  disturb: (site: ConnectSite) => Promise<void>,
) {
  const site = await startSite(options);
  try {
    const heard = await hearAtEdge(await site.mqtt("panel", { clean: false }));
    const sensor = await site.mqtt("sensor");
    const nats = await site.nats();
    const up = publishAtEdge(sensor, count, rate);
    const down = publishAtHub(nats, count, rate);
    await Promise.all([up.done, down.done, pause(2_000).then(() => disturb(site))]);
    const end = performance.now();
    const stored = (): Promise<Arrived> => storedAtHub(nats).catch(() => new Map());
    await until(
      async () =>
        compared(down.acknowledged, heard).lost === 0 && compared(up.acknowledged, await stored()).lost === 0,
      60_000,
    );
    const settled = performance.now() - end;
    // Time for what comes twice.
    await pause(2_000);
    const both = { up: compared(up.acknowledged, await stored()), down: compared(down.acknowledged, heard) };
    figures.push(`${what}: ${JSON.stringify(both)}, settled after ${Math.round(settled)} ms`);
    expect(await until(() => site.ready(), 10_000)).toBe(true);
    return both;
  } finally {
    await site.stop();
  }
}

test.each([
  ["hub", "SIGKILL", 2_000],
  ["edge", "SIGKILL", 1_000],
  ["edge", "SIGTERM", 2_000],
  ["connect", "SIGKILL", 1_000],
  ["connect", "SIGTERM", 0],
] as const)("nothing acknowledged is lost when the %s is ended by %s", async (part, signal, away) => {
  const { up, down } = await undisturbedOrNot(`${part} ${signal}`, {}, async (site) => {
    await site[part].stop(signal);
    await pause(away);
    await site[part].start();
  });
  expect(up).toMatchObject({ acknowledged: count, lost: 0 });
  expect(down).toMatchObject({ acknowledged: count, lost: 0 });
  expect(up.duplicates).toBeLessThanOrEqual(mostUp);
  expect(down.duplicates).toBeLessThanOrEqual(mostDown);
});

test("nothing acknowledged is lost when the way to the hub keeps all bytes back for 10 s", async () => {
  const way = wayBetween();
  try {
    const { up, down } = await undisturbedOrNot("cut 10 s", { hubBy: way.by }, async () => {
      way.proxy().stall();
      await pause(10_000);
      way.proxy().flow();
    });
    expect(up).toMatchObject({ acknowledged: count, lost: 0 });
    expect(down).toMatchObject({ acknowledged: count, lost: 0 });
    expect(up.duplicates).toBeLessThanOrEqual(mostUp);
    expect(down.duplicates).toBeLessThanOrEqual(mostDown);
  } finally {
    await way.close();
  }
});

test("it is there once both are, and not without either, and carries on what waited meanwhile", async () => {
  const site = await startSite();
  try {
    expect(await until(() => site.ready(), 5_000)).toBe(true);
    await site.hub.stop("SIGKILL");
    await (await site.mqtt("sensor")).publishAsync("readings/1/made", "waits", { qos: 1 });
    expect(await until(async () => !(await site.ready()), 10_000)).toBe(true);
    expect(await until(async () => (await site.metric("output_error")) > 0, 10_000)).toBe(true);
    await site.edge.stop("SIGKILL");
    await site.hub.start();
    await pause(3_000);
    expect(await site.ready()).toBe(false);
    await site.edge.start();
    const nats = await site.nats();
    expect(await until(async () => (await storedAtHub(nats)).has("waits"), 20_000)).toBe(true);
    expect(await until(() => site.ready(), 10_000)).toBe(true);
  } finally {
    await site.stop();
  }
});

test.each([
  ["SIGKILL", 0],
  ["SIGTERM", 10_000],
] as const)(
  "what waits in the engine while the hub is away is not lost with it, ended by %s",
  async (signal, grace) => {
    const site = await startSite({ down: [] });
    try {
      await site.hub.stop("SIGKILL");
      const up = publishAtEdge(await site.mqtt("sensor"), 1_000, 1_000);
      await up.done;
      // So that it has taken over what it can.
      await pause(1_000);
      const asked = performance.now();
      await site.connect.stop(signal);
      if (grace > 0) expect(performance.now() - asked).toBeLessThan(grace);
      expect(site.connect.log()).not.toContain("panic");
      await Promise.all([site.hub.start(), site.connect.start()]);
      const nats = await site.nats();
      const all = await until(
        async () => compared(up.acknowledged, await storedAtHub(nats)).lost === 0,
        20_000,
      );
      expect(all).toBe(true);
    } finally {
      await site.stop();
    }
  },
);

test("events go to the second url where the first does not answer, and again once the first is back and it is gone", async () => {
  const site = await startSite({ down: [], start: false });
  try {
    await Promise.all([site.edge.start(), site.hub.start(), site.standby.start()]);
    await Promise.all([site.provision("hub"), site.provision("standby")]);
    await site.connect.start();
    // Before its first connection there is no session that would keep anything.
    expect(await until(() => site.ready(), 10_000)).toBe(true);
    const sensor = await site.mqtt("sensor");
    const publish = (id: string) => sensor.publishAsync("readings/1/made", id, { qos: 1 });
    const arrives = async (id: string, at: "hub" | "standby") => {
      const nats = await site.nats(at);
      return until(async () => (await storedAtHub(nats)).has(id), 20_000);
    };
    await publish("first");
    expect(await arrives("first", "hub")).toBe(true);
    await site.hub.stop("SIGKILL");
    await publish("second");
    expect(await arrives("second", "standby")).toBe(true);
    await site.hub.start();
    await publish("third");
    expect(await arrives("third", "standby")).toBe(true);
    await site.standby.stop("SIGKILL");
    await publish("fourth");
    expect(await arrives("fourth", "hub")).toBe(true);
  } finally {
    await site.stop();
  }
});

/** The client that the engine is built with gives up after 60 attempts of 2 s, unless it is told otherwise. */
test("a hub that was away for more than two minutes gets everything without a restart of the engine", async () => {
  const site = await startSite({ down: [] });
  try {
    const nats = await site.nats();
    await site.hub.stop("SIGKILL");
    const up = publishAtEdge(await site.mqtt("sensor"), 500, 500);
    await up.done;
    await pause(130_000);
    await site.hub.start();
    const all = () =>
      storedAtHub(nats).then(
        (stored) => compared(up.acknowledged, stored).lost === 0,
        () => false,
      );
    // Each attempt takes 5 s, and there are up to 5 s between two.
    expect(await until(all, 40_000)).toBe(true);
  } finally {
    await site.stop();
  }
}, 200_000);
