import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { jetstreamManager } from "@nats-io/jetstream";
import { expect, test } from "vitest";
import { connectLive } from "../../../targets/engines/connect/live/live.ts";
import { linkDurableSettings } from "../../../targets/kit/link-durable.ts";
import { connectVersion, findConnect } from "../../../tools/connect.mjs";
import { type ConnectSite, startSite } from "../../connect/connect-site.ts";
import { pause, until } from "../../nats/until.ts";

const live = { up: [["levels"]], down: [["hints"]] } as const;
const there = [{ kind: "connect", link: "plant" }];

const observed = (site: ConnectSite) => connectLive.observe(site.observed);
const peers = async (site: ConnectSite) => (await observed(site))?.peers;
const linked = (site: ConnectSite) => until(async () => (await peers(site))?.length === 1, 15_000);
const apart = (site: ConnectSite) => until(async () => (await peers(site))?.length === 0, 15_000);

test("the program prints its version", async () => {
  const output = execFileSync(await findConnect(), connectLive.versionArguments, { encoding: "utf8" });
  expect(connectLive.parseVersion(output)).toBe(connectVersion);
});

test("a process tells its own name, its version and its link", async () => {
  const site = await startSite({ live });
  try {
    expect(await linked(site)).toBe(true);
    expect(await observed(site)).toEqual({
      instance: site.link.instance,
      version: connectVersion,
      peers: there,
    });
  } finally {
    await site.stop();
  }
});

test("the link is there once all connections are, and never before", async () => {
  for (let round = 0; round < 5; round++) {
    const site = await startSite({ live });
    try {
      // As soon as it says so, everything crosses: what is at-most-once is sent once.
      expect(await until(async () => (await peers(site))?.length === 1, 15_000)).toBe(true);
      const nats = await site.nats();
      const mqtt = await site.mqtt("panel");
      const heard: string[] = [];
      nats.subscribe("levels", { callback: (_, { subject }) => void heard.push(subject) });
      await nats.flush();
      mqtt.on("message", (topic) => void heard.push(topic));
      await mqtt.subscribeAsync("hints");
      await mqtt.publishAsync("levels", "x");
      nats.publish("hints", "x");
      expect(await until(() => heard.length === 2, 3_000)).toBe(true);
    } finally {
      await site.stop();
    }
  }
});

test.each(["hub", "edge"] as const)(
  "the link is not there while the %s is away, and without traffic again afterwards",
  async (part) => {
    const site = await startSite({ live });
    try {
      expect(await linked(site)).toBe(true);
      await site[part].stop("SIGKILL");
      expect(await apart(site)).toBe(true);
      // Neither is it told to be there in between.
      for (let round = 0; round < 20; round++) {
        expect(await peers(site)).toEqual([]);
        await pause(100);
      }
      await site[part].start();
      expect(await linked(site)).toBe(true);
    } finally {
      await site.stop();
    }
  },
);

test.each([
  ["up", { down: [] }],
  ["down", { up: [], everUp: [["readings", ">"]] }],
  ["up at most once", { up: [], everUp: [["readings", ">"]], down: [], live: { ...live, down: [] } }],
  ["down at most once", { up: [], everUp: [["readings", ">"]], down: [], live: { ...live, up: [] } }],
] as const)("a link that goes %s alone shows the loss of each end", async (_, options) => {
  const site = await startSite(options);
  try {
    for (const part of ["hub", "edge"] as const) {
      expect(await linked(site)).toBe(true);
      await site[part].stop("SIGKILL");
      expect(await apart(site), part).toBe(true);
      await site[part].start();
    }
    expect(await linked(site)).toBe(true);
  } finally {
    await site.stop();
  }
});

test("without its durable the link is not there, and is as soon as that is made", async () => {
  const site = await startSite({ start: false });
  try {
    await Promise.all([site.edge.start(), site.hub.start()]);
    await site.connect.start();
    expect(await apart(site)).toBe(true);
    await pause(2_000);
    expect(await peers(site)).toEqual([]);
    await site.provision();
    const manager = await jetstreamManager(await site.nats());
    const durable = await manager.consumers.info("orders", "link_plant");
    expect(durable.config.deliver_subject).toBe(linkDurableSettings("plant", "orders")["deliver_subject"]);
    expect(await linked(site)).toBe(true);
  } finally {
    await site.stop();
  }
});

test("nothing that answers otherwise is taken for the process, and nobody is waited for without end", async () => {
  const answers = new Map<string, string | undefined>([
    ["/version", '{"version":"4.27.0"}'],
    ["/metrics", "other 1\n"],
  ]);
  const server = createServer((request, response) => {
    const answer = answers.get(request.url ?? "");
    if (answer !== undefined) response.end(answer);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  const at = {
    instance: "plant-connect-0",
    endpoint: () => ({ host: "127.0.0.1", port }),
    secret: () => undefined,
  };
  try {
    expect(await connectLive.observe(at)).toBeUndefined();
    answers.delete("/metrics");
    const begin = performance.now();
    expect(await connectLive.observe(at)).toBeUndefined();
    expect(performance.now() - begin).toBeLessThan(6_000);
    expect(await connectLive.observe({ ...at, endpoint: () => undefined })).toBeUndefined();
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test("that a change is read without a restart is never waited for", () => {
  const at = { instance: "plant-connect-0", endpoint: () => undefined, secret: () => undefined };
  expect(() => connectLive.watchReload(at)).toThrow(/reads no file anew/);
});
