import { expect, test } from "vitest";
import { type ConnectSite, startSite } from "../../connect/connect-site.ts";
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

test(
  "what an edge sends again, as the connection was lost, is carried once",
  { timeout: 90_000 },
  async () => {
    const way = wayBetween();
    const site = await startSite({ down: [], edgeBy: way.by });
    try {
      // An edge that has restarted sends all that waits, whatever its `max_inflight_messages` (2.0.11).
      await site.connect.stop("SIGTERM");
      const waiting = publishAtEdge(await site.mqtt("sensor"), 2_000, 4_000);
      await waiting.done;
      await site.edge.stop("SIGTERM");
      await Promise.all([site.edge.start(), site.connect.start()]);
      const nats = await site.nats();
      const stored = (): Promise<Arrived> => storedAtHub(nats).catch(() => new Map());
      await until(async () => (await stored()).size > 0, 10_000);
      await site.hub.stop("SIGKILL");
      const more = publishAtEdge(await site.mqtt("more"), 2_000, 4_000);
      await more.done;
      for (let time = 0; time < 3; time++) {
        await way.proxy().cut();
        await pause(1_000);
        await way.proxy().mend();
        await pause(1_500);
      }
      await site.hub.start();
      const all = new Set([...waiting.acknowledged, ...more.acknowledged]);
      const arrived = async () => compared(all, await stored()).lost === 0;
      expect(await until(arrived, 40_000)).toBe(true);
      await pause(1_000);
      // Both publish the same two thousand.
      const twice = compared(all, await stored()).duplicates - all.size;
      console.log(`more than once: ${twice}`);
      expect(twice).toBe(0);
    } finally {
      await site.stop();
      await way.close();
    }
  },
);

/** Lets the edge take its time for each save: it writes all that waits for anybody, 4 MB here. */
async function slowDown(site: ConnectSite): Promise<void> {
  const away = await site.mqtt("away", { clean: false });
  await away.subscribeAsync("ballast", { qos: 1 });
  await away.endAsync(true);
  const loads = await site.mqtt("loads");
  const payload = Buffer.alloc(20_000, "x");
  for (let sent = 0; sent < 200; sent++) await loads.publishAsync("ballast", payload, { qos: 1 });
}

test("nothing that came down is lost however often the edge is killed", { timeout: 150_000 }, async () => {
  const site = await startSite();
  try {
    await slowDown(site);
    const panel = await site.mqtt("panel", { clean: false });
    const heard = await hearAtEdge(panel);
    // What it was sent would arrive though it was not saved.
    await panel.endAsync(true);
    const down = publishAtHub(await site.nats(), 900, 45);
    for (let kill = 0; kill < 6; kill++) {
      await pause(1_500 + 113 * kill);
      await site.edge.stop("SIGKILL");
      await site.edge.start();
    }
    await down.done;
    panel.reconnect();
    await until(async () => compared(down.acknowledged, heard).lost === 0, 60_000);
    console.log(JSON.stringify(compared(down.acknowledged, heard)));
    expect(compared(down.acknowledged, heard)).toMatchObject({ acknowledged: 900, lost: 0 });
  } finally {
    await site.stop();
  }
});

test(
  "what came while the hub was away is saved before edge and engine are killed",
  { timeout: 60_000 },
  async () => {
    const site = await startSite({ down: [] });
    try {
      await site.hub.stop("SIGKILL");
      // Fewer changes than those after which Mosquitto saves by itself.
      const waiting = publishAtEdge(await site.mqtt("sensor"), 10, 1_000);
      await waiting.done;
      await pause(2_500);
      await Promise.all([site.edge.stop("SIGKILL"), site.connect.stop("SIGKILL")]);
      await Promise.all([site.hub.start(), site.edge.start(), site.connect.start()]);
      const nats = await site.nats();
      const stored = (): Promise<Arrived> => storedAtHub(nats).catch(() => new Map());
      await until(async () => compared(waiting.acknowledged, await stored()).lost === 0, 15_000);
      expect(compared(waiting.acknowledged, await stored())).toEqual({
        acknowledged: 10,
        lost: 0,
        duplicates: 0,
      });
    } finally {
      await site.stop();
    }
  },
);

test(
  "what is published and read at the edge alone is saved in ten seconds",
  { timeout: 60_000 },
  async () => {
    const site = await startSite();
    try {
      const panel = await site.mqtt("panel", { clean: false });
      const heard = await hearAtEdge(panel, "local/#");
      await panel.endAsync(true);
      const press = await site.mqtt("press");
      for (const id of ["1", "2", "3"]) await press.publishAsync("local/made", id, { qos: 1 });
      await pause(11_500);
      await site.edge.stop("SIGKILL");
      await site.edge.start();
      panel.reconnect();
      await until(async () => heard.size === 3, 10_000);
      expect([...heard.keys()].toSorted()).toEqual(["1", "2", "3"]);
    } finally {
      await site.stop();
    }
  },
);

test("what is out to an edge that is away for long is given out once", { timeout: 90_000 }, async () => {
  const site = await startSite();
  try {
    const heard = await hearAtEdge(await site.mqtt("panel", { clean: false }));
    await site.edge.stop("SIGTERM");
    const down = publishAtHub(await site.nats(), 1_000, 1_000);
    await down.done;
    // Longer than the stream waits before it gives an event out again.
    await pause(25_000);
    await site.edge.start();
    // Not one after the other, each once it is saved: that took 50 s.
    expect(await until(async () => compared(down.acknowledged, heard).lost === 0, 10_000)).toBe(true);
    await pause(2_000);
    expect(compared(down.acknowledged, heard)).toEqual({ acknowledged: 1_000, lost: 0, duplicates: 0 });
  } finally {
    await site.stop();
  }
});
