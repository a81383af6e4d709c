import { expect, onTestFinished, test } from "vitest";
import type { Observed, ProbeOutcome } from "../../../compiler/live.ts";
import { mosquittoLive } from "../../../targets/engines/mosquitto/live/live.ts";
import { closedMarker, instanceMarker } from "../../../targets/engines/mosquitto/markers.ts";
import { connectMqtt } from "../../../targets/protocols/mqtt/live/connect-mqtt.ts";
import {
  accessFile,
  passwordFile,
  type RunningMosquitto,
  runMosquitto,
} from "../../mqtt/running-mosquitto.ts";
import { withNatsMqtt } from "../../mqtt/with-nats-mqtt.ts";
import { until } from "../../nats/until.ts";

const observer = ["topic read $SYS/#", `topic write ${instanceMarker("site-0")}`];
const users = { observer, shop: ["topic write orders/created"], billing: ["topic read orders/created"] };
const settings = ["log_dest topic"];
const bytes = new TextEncoder().encode("x");

function observed({ endpoint }: RunningMosquitto, instance = "site-0", password = "observer"): Observed {
  return {
    instance,
    endpoint: (listener) => (listener === "mqtt" ? endpoint : undefined),
    secret: (identity) => (identity === "observer" ? password : undefined),
  };
}

async function connect({ endpoint }: RunningMosquitto, user: string) {
  const connection = await connectMqtt(endpoint, { user, secret: user }, 5);
  onTestFinished(() => connection.close());
  return connection;
}

/** What a broker says of files that it is told to read. */
async function reload(
  broker: RunningMosquitto,
  files: Readonly<Record<string, string>>,
  at: Observed = observed(broker),
): Promise<ProbeOutcome | undefined> {
  const watch = await mosquittoLive.watchReload(at);
  let outcome: ProbeOutcome | undefined = await watch.outcome();
  expect(outcome).toBeUndefined();
  for (const [name, text] of Object.entries(files)) broker.write(name, text);
  broker.signal("SIGHUP");
  await until(async () => (outcome = await watch.outcome()) !== undefined, 2_000);
  await watch.end();
  return outcome;
}

test("a broker is observed with its version, under the name that its rights show", async () => {
  const broker = await runMosquitto({ users, settings });
  expect(await mosquittoLive.observe(observed(broker))).toEqual({
    instance: "site-0",
    version: expect.stringMatching(/^2\.0\.\d+$/),
    peers: [],
  });
  expect(await mosquittoLive.observe(observed(broker, "site-1"))).toMatchObject({
    instance: "another broker",
  });
  expect(await mosquittoLive.observe(observed(broker, "site-0", "wrong"))).toBeUndefined();
  expect(await mosquittoLive.observe({ ...observed(broker), secret: () => undefined })).toBeUndefined();
  broker.signal("SIGKILL");
  expect(await mosquittoLive.observe(observed(broker))).toBeUndefined();
});

test("a broker that retains nothing is observed, and tells no version", async () => {
  const broker = await runMosquitto({ users, settings: [...settings, "retain_available false"] });
  expect(await mosquittoLive.observe(observed(broker))).toEqual({ instance: "site-0", peers: [] });
  expect(await mosquittoLive.observe(observed(broker, "site-1"))).toMatchObject({
    instance: "another broker",
  });
  expect(await reload(broker, { acl: accessFile(users) })).toEqual({});
});

test.each([
  ["mosquitto version 2.0.11\n\nmosquitto is an MQTT broker", "2.0.11"],
  ["nats-server: v2.10.26", undefined],
])("the version is in what it prints: %j", (output, version) => {
  expect(mosquittoLive.parseVersion(output)).toBe(version);
});

test("what the observer publishes comes to nobody", async () => {
  const broker = await runMosquitto({
    users: { ...users, all: ["topic read #", "topic read $SYS/#"] },
    settings,
  });
  const all = await connect(broker, "all");
  const heard = await Promise.all(
    ["#", "$meshc/#", instanceMarker("site-0"), closedMarker].map((to) => all.subscribe(to)),
  );
  await mosquittoLive.observe(observed(broker));
  await all.publish(closedMarker, bytes);
  expect(heard.flatMap(({ received }) => received)).toEqual([]);
});

test("bridges are observed while they are connected, by their link", () =>
  withNatsMqtt("2.15.1", { bridge: { publish: [">"], subscribe: [">"] } }, async ({ endpoint }) => {
    const bridge = (link: string, port: number) => [
      `connection ${link}`,
      `address 127.0.0.1:${port}`,
      `remote_clientid ${link.replace(".", "-")}`,
      "remote_username bridge",
      "remote_password bridge",
      "bridge_protocol_version mqttv311",
      "try_private false",
      "notifications true",
      "notifications_local_only true",
      `notification_topic $SYS/broker/connection/${link}/state`,
      "restart_timeout 1",
      "topic orders/# out 0",
    ];
    const lines = [...settings, ...bridge("site.core", endpoint.port), ...bridge("site.gone", 1)];
    const broker = await runMosquitto({ users, settings: lines });
    const peers = async () => (await mosquittoLive.observe(observed(broker)))?.peers;
    expect(await until(async () => (await peers())?.length === 1, 5_000)).toBe(true);
    expect(await peers()).toEqual([{ kind: "bridge", link: "site.core" }]);
  }));

test("a reload is seen to be taken, and what the broker cannot read is told in its words", async () => {
  const broker = await runMosquitto({ users, settings });
  const wider = { ...users, shop: ["topic write orders/created", "topic write orders/paid"] };
  const shop = await connect(broker, "shop");
  expect((await shop.publish("orders/paid", bytes)).refused).toBeDefined();
  expect(await reload(broker, { acl: accessFile(wider) })).toEqual({});
  expect((await shop.publish("orders/paid", bytes)).refused).toBeUndefined();
  expect(await reload(broker, { acl: `${accessFile(users)}nonsense\n` })).toEqual({
    refused: expect.stringMatching(/Invalid line in acl_file.*nonsense/),
  });
  // Without an ACL file everybody may do everything, which who observes it notices.
  expect(await mosquittoLive.observe(observed(broker))).toMatchObject({
    instance: "a broker where everybody may do everything",
  });
  expect(await reload(broker, { acl: accessFile(users) })).toEqual({});
  expect(await mosquittoLive.observe(observed(broker))).toMatchObject({ instance: "site-0" });
});

test("a broker that is told nothing is not seen to reload", async () => {
  const broker = await runMosquitto({ users, settings });
  const watch = await mosquittoLive.watchReload(observed(broker));
  const shop = await connect(broker, "shop");
  await shop.publish("orders/created", bytes);
  expect(await watch.outcome()).toBeUndefined();
  await watch.end();
});

test("a reload that shuts out who observes the broker is told", async () => {
  const broker = await runMosquitto({ users, settings });
  expect(await reload(broker, { passwords: passwordFile(["shop", "billing"]) })).toEqual({
    refused: expect.stringContaining("lets nobody observe it"),
  });
});

test("a reload that brings the observer a new password is proved by its login", async () => {
  const broker = await runMosquitto({ users, settings });
  const passwords = passwordFile(Object.keys(users), { observer: "new" });
  expect(await reload(broker, { passwords }, observed(broker, "site-0", "new"))).toEqual({});
});

test("a reload lets go who has an old password or none any more, and nobody else", async () => {
  const broker = await runMosquitto({ users: { ...users, gone: ["topic read orders/created"] }, settings });
  const [shop, billing, gone] = [
    await connect(broker, "shop"),
    await connect(broker, "billing"),
    await connect(broker, "gone"),
  ];
  const passwords = passwordFile(Object.keys(users), { billing: "new" });
  expect(await reload(broker, { passwords })).toEqual({});
  const lost = async () =>
    (await billing.subscribe("orders/created")).refused !== undefined &&
    (await gone.subscribe("orders/created")).refused !== undefined;
  expect(await until(lost, 2_000)).toBe(true);
  expect((await shop.publish("orders/created", bytes)).refused).toBeUndefined();
});
