import type { NatsConnection } from "@nats-io/transport-node";
import type { MqttClient } from "mqtt";
import { expect, test } from "vitest";
import { refusedCounter } from "../../../targets/engines/connect/refusal.ts";
import { type ConnectSite, type SiteOptions, startSite } from "../../connect/connect-site.ts";
import { pause, until } from "../../nats/until.ts";

const live: SiteOptions["live"] = {
  up: [["levels", ">"], ["pings"]],
  down: [["hints", "*"], ["lamps"]],
};

/** What is heard at one end, in the order in which it came. */
type Heard = { readonly name: string; readonly text: string; readonly retained?: boolean }[];

async function ends(site: ConnectSite) {
  const [nats, mqtt] = [await site.nats(), await site.mqtt("panel")];
  const atHub: Heard = [];
  const atEdge: Heard = [];
  for (const subject of ["levels.>", "pings"])
    nats.subscribe(subject, {
      callback: (_, message) => void atHub.push({ name: message.subject, text: message.string() }),
    });
  mqtt.on("message", (name, payload, { retain }) =>
    atEdge.push({ name, text: payload.toString(), retained: retain }),
  );
  await mqtt.subscribeAsync(["hints/#", "lamps"]);
  await nats.flush();
  expect(await until(() => site.ready(), 10_000), site.connect.log()).toBe(true);
  return { nats, mqtt, atHub, atEdge };
}

const numbers = Array.from({ length: 500 }, (_, index) => String(index));
const sendUp = (mqtt: MqttClient, text: string) => mqtt.publishAsync("levels/a", text, { qos: 0 });
const sendDown = (nats: NatsConnection, text: string) => nats.publish("hints.a", text);

test("what is at-most-once crosses both ways once and in order, beside what is at-least-once", async () => {
  const site = await startSite({ live });
  try {
    const { nats, mqtt, atHub, atEdge } = await ends(site);
    for (const text of numbers) {
      await sendUp(mqtt, text);
      sendDown(nats, text);
    }
    await until(() => atHub.length >= 500 && atEdge.length >= 500, 5_000);
    await pause(500);
    expect(atHub.map(({ text }) => text)).toEqual(numbers);
    expect(atEdge.map(({ text }) => text)).toEqual(numbers);
    await mqtt.publishAsync("pings", "p");
    nats.publish("lamps", "l");
    expect(await until(() => atHub.at(-1)?.text === "p" && atEdge.at(-1)?.text === "l", 5_000)).toBe(true);
    expect(site.hub.log()).not.toContain("Violation");
  } finally {
    await site.stop();
  }
});

test("a retained event crosses once, nothing is retained beyond, and what is no topic is refused", async () => {
  const site = await startSite({ up: [], down: [], live });
  try {
    const { nats, mqtt, atHub, atEdge } = await ends(site);
    await mqtt.publishAsync("levels/a", "kept", { retain: true });
    expect(await until(() => atHub.length === 1, 5_000)).toBe(true);
    nats.publish("hints.a+", "refused");
    nats.publish("hints.a", "heard");
    expect(await until(() => atEdge.length === 1, 5_000)).toBe(true);
    expect(await site.metric(refusedCounter)).toBe(1);
    await site.connect.stop("SIGTERM");
    await site.connect.start();
    expect(await until(() => site.ready(), 10_000)).toBe(true);
    await sendUp(mqtt, "later");
    expect(await until(() => atHub.length === 2, 5_000)).toBe(true);
    expect(atHub.map(({ text }) => text)).toEqual(["kept", "later"]);
    const late = await site.mqtt("late");
    const retained: string[] = [];
    late.on("message", (topic) => retained.push(topic));
    await late.subscribeAsync("hints/#");
    await pause(500);
    expect(retained).toEqual([]);
  } finally {
    await site.stop();
  }
});

test("who asks for an answer hears nothing from the link", async () => {
  const site = await startSite({ up: [], down: [], live });
  try {
    const { nats, atEdge } = await ends(site);
    const answers: string[] = [];
    nats.subscribe("answers.>", { callback: (_, message) => void answers.push(message.string()) });
    nats.publish("hints.a", "question", { reply: "answers.1" });
    expect(await until(() => atEdge.length === 1, 5_000)).toBe(true);
    await pause(500);
    expect(answers).toEqual([]);
    // Nor did it try to.
    expect(site.hub.log()).not.toContain("Violation");
  } finally {
    await site.stop();
  }
});

test("what is published while the hub is away does not come late, and what is published afterwards comes", async () => {
  const site = await startSite({ up: [], down: [], live });
  try {
    const { mqtt, atHub } = await ends(site);
    await site.hub.stop("SIGKILL");
    await pause(500);
    for (const text of numbers) {
      await sendUp(mqtt, text);
      await pause(5);
    }
    await pause(1_000);
    await site.hub.start();
    expect(
      await until(async () => (await sendUp(mqtt, "back"), await pause(50), atHub.length > 0), 15_000),
    ).toBe(true);
    // What waits when the way is lost, at most.
    expect(atHub.filter(({ text }) => text !== "back").length).toBeLessThanOrEqual(2);
    expect(await site.metric("link_events_dropped")).toBeGreaterThan(490);
  } finally {
    await site.stop();
  }
});

test("what is published while the edge is away does not come late, and what is published afterwards comes", async () => {
  const site = await startSite({ up: [], down: [], live });
  try {
    const { nats, mqtt, atEdge } = await ends(site);
    await site.edge.stop("SIGKILL");
    await pause(500);
    for (const text of numbers) {
      sendDown(nats, text);
      await pause(5);
    }
    await pause(1_000);
    await site.edge.start();
    expect(await until(() => mqtt.connected, 10_000)).toBe(true);
    expect(
      await until(async () => (sendDown(nats, "back"), await pause(50), atEdge.length > 0), 15_000),
    ).toBe(true);
    expect(atEdge.filter(({ text }) => text !== "back").length).toBeLessThanOrEqual(2);
    expect(site.connect.log().length).toBeLessThan(20_000);
  } finally {
    await site.stop();
  }
});
