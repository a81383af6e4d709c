import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { expect, test } from "vitest";
import { type ConnectSite, type SiteOptions, startSite } from "../../connect/connect-site.ts";
import { storedAtHub } from "../../connect/traffic.ts";
import { pause, until } from "../../nats/until.ts";

/** Whether an event crosses each way within some seconds. */
async function crossings(options: SiteOptions): Promise<{ up: boolean; down: boolean }> {
  const site = await startSite(options);
  try {
    return { up: await crossesUp(site), down: await crossesDown(site) };
  } finally {
    await site.stop();
  }
}

async function crossesUp(site: ConnectSite): Promise<boolean> {
  const sensor = await site.mqtt("sensor");
  const nats = await site.nats();
  await sensor.publishAsync("readings/1/made", "up", { qos: 1 });
  if (!(await until(async () => (await storedAtHub(nats)).has("up"), 3_000))) return false;
  // Acknowledged, not only stored: else the edge would go on keeping it, and send it again.
  await pause(6_000);
  return (await site.metric("output_sent")) === 1 && (await site.metric("output_error")) === 0;
}

/** And is acknowledged, so that it is not given out again. */
async function crossesDown(site: ConnectSite): Promise<boolean> {
  const panel = await site.mqtt("panel");
  let heard = false;
  panel.on("message", () => (heard = true));
  await panel.subscribeAsync("orders/#", { qos: 1 });
  const nats = await site.nats();
  await jetstream(nats).publish("orders.1.made", "down");
  if (!(await until(() => heard, 3_000))) return false;
  const manager = await jetstreamManager(nats);
  return until(
    async () => (await manager.consumers.info("orders", "link_plant")).num_ack_pending === 0,
    3_000,
  );
}

test("with the link's own rights both ways are open", async () => {
  expect(await crossings({})).toEqual({ up: true, down: true });
});

test.each([
  ["publish", "readings.>", { up: false, down: true }],
  ["publish", "$JS.API.CONSUMER.INFO.orders.link_plant", { up: true, down: false }],
  ["publish", "$JS.ACK.orders.link_plant.>", { up: true, down: false }],
  ["subscribe", "_INBOX_link_plant.>", { up: false, down: false }],
] as const)("it needs to %s %s", async (side, subject, open) => {
  const hubRights: SiteOptions["hubRights"] = (rights) => {
    expect(rights[side]).toContain(subject);
    return { ...rights, [side]: rights[side].filter((one) => one !== subject) };
  };
  expect(await crossings({ hubRights })).toEqual(open);
});

test("the list of its rights at the hub is no longer than that", async () => {
  const lists: unknown[] = [];
  const site = await startSite({ start: false, hubRights: (rights) => (lists.push(rights), rights) });
  await site.stop();
  expect(lists).toEqual([
    {
      publish: ["readings.>", "$JS.API.CONSUMER.INFO.orders.link_plant", "$JS.ACK.orders.link_plant.>"],
      subscribe: ["_INBOX_link_plant.>"],
    },
  ]);
});
