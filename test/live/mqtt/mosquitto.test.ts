import { expect, onTestFinished, test } from "vitest";
import { ProbeRefused } from "../../../compiler/live.ts";
import { newAuthority, newCertificate } from "../../../deploy/certificates/certify.ts";
import type { Certified } from "../../../deploy/certificates/pem.ts";
import { answersMqtt } from "../../../targets/protocols/mqtt/live/answers-mqtt.ts";
import { connectMqtt } from "../../../targets/protocols/mqtt/live/connect-mqtt.ts";
import type { MqttVersion } from "../../../targets/protocols/mqtt/live/log-in.ts";
import {
  accessFile,
  passwordFile,
  type RunningMosquitto,
  runMosquitto,
} from "../../mqtt/running-mosquitto.ts";
import { pause, until } from "../../nats/until.ts";
import { terms } from "../../tls/terms.ts";

const versions: readonly MqttVersion[] = [4, 5];
const users = {
  shop: ["topic write orders/created", "topic write orders/+/#"],
  billing: ["topic read orders/+/#", "topic read alone"],
};
const bytes = (text: string) => new TextEncoder().encode(text);

async function connect({ endpoint }: RunningMosquitto, user: string, version: MqttVersion) {
  const connection = await connectMqtt(endpoint, { user, secret: user }, version);
  onTestFinished(() => connection.close());
  return connection;
}

test.each(versions)(
  "MQTT %i: whoever shows no password, a wrong one or one of nobody is refused",
  async (version) => {
    const { endpoint } = await runMosquitto({ users });
    const attempts = [
      { user: "shop" },
      { user: "shop", secret: "wrong" },
      { user: "nobody", secret: "shop" },
    ];
    for (const login of attempts)
      await expect(connectMqtt(endpoint, login, version)).rejects.toThrow(ProbeRefused);
  },
);

test.each(versions)(
  "MQTT %i: what is published arrives once at each subscription that it meets",
  async (version) => {
    const broker = await runMosquitto({ users });
    const [shop, billing] = [
      await connect(broker, "shop", version),
      await connect(broker, "billing", version),
    ];
    const exact = await billing.subscribe("orders/eu/created");
    const wide = await billing.subscribe("orders/+/#");
    const other = await billing.subscribe("orders/us/created");
    expect(await shop.publish("orders/eu/created", bytes("1"), { headers: { a: "b" } })).toEqual({
      storedBy: [],
      knownTo: [],
    });
    await until(() => exact.received.length + wide.received.length >= 2, 1_000);
    await pause(100);
    const got = [exact, wide, other].map(({ received }) => received.length);
    // Under 3.1.1 Mosquitto sends one copy, however many subscriptions it meets.
    expect(version === 5 ? got : got.slice(0, 2).toSorted()).toEqual(version === 5 ? [1, 1, 0] : [0, 1]);
    expect([...exact.received, ...wide.received][0]).toMatchObject({ address: "orders/eu/created" });
  },
);

test.each(versions)("MQTT %i: who subscribes to the same twice hears it once, by either", async (version) => {
  const broker = await runMosquitto({ users });
  const [shop, billing] = [await connect(broker, "shop", version), await connect(broker, "billing", version)];
  const twice = [await billing.subscribe("orders/created"), await billing.subscribe("orders/created")];
  await shop.publish("orders/created", bytes("x"));
  await until(() => twice.every(({ received }) => received.length > 0), 1_000);
  await pause(100);
  expect(twice.map(({ received }) => received.length)).toEqual([1, 1]);
});

test.each([
  [5, /not authorized/i],
  [4, undefined],
] as const)("MQTT %i tells of a publication that is not taken: %s", async (version, words) => {
  const broker = await runMosquitto({ users });
  const shop = await connect(broker, "shop", version);
  const { refused } = await shop.publish("strange", bytes("x"));
  if (words === undefined) expect(refused).toBeUndefined();
  else expect(refused).toMatch(words);
  expect(await shop.publish("orders/created", bytes("x"))).toEqual({ storedBy: [], knownTo: [] });
});

test.each(versions)(
  "MQTT %i: every subscription is granted, and only what may be read is delivered",
  async (version) => {
    const broker = await runMosquitto({ users });
    const [shop, billing] = [
      await connect(broker, "shop", version),
      await connect(broker, "billing", version),
    ];
    const all = await billing.subscribe("#");
    const system = await billing.subscribe("$SYS/#");
    expect([all.refused, system.refused]).toEqual([undefined, undefined]);
    await shop.publish("orders", bytes("not readable: no level below"));
    await shop.publish("orders/created", bytes("readable"));
    await until(() => all.received.length > 0, 1_000);
    await pause(100);
    expect(all.received.map(({ address }) => address)).toEqual(["orders/created"]);
    expect(system.received).toEqual([]);
  },
);

test("members of a group share what comes, beside who hears it alone", async () => {
  const broker = await runMosquitto({ users });
  const shop = await connect(broker, "shop", 5);
  const members = [await connect(broker, "billing", 5), await connect(broker, "billing", 5)];
  const shared = await Promise.all(members.map((each) => each.subscribe("orders/+/#", "workers")));
  const alone = await members[0]?.subscribe("orders/created");
  for (let event = 0; event < 10; event++) await shop.publish("orders/created", bytes(String(event)));
  await until(() => (alone?.received.length ?? 0) >= 10, 2_000);
  await pause(100);
  expect(alone?.received).toHaveLength(10);
  const counts = shared.map(({ received }) => received.length);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10);
  expect(Math.min(...counts)).toBeGreaterThan(0);
});

test("a connection that the broker has ended refuses what is tried on it", async () => {
  const broker = await runMosquitto({ users });
  const shop = await connect(broker, "shop", 5);
  broker.write("passwords", passwordFile(["billing"]));
  broker.signal("SIGHUP");
  await until(async () => (await shop.publish("orders/created", bytes("x"))).refused !== undefined, 3_000);
  expect((await shop.publish("orders/created", bytes("x"))).refused).toMatch(/closed|ended/);
  expect((await shop.subscribe("orders/created")).refused).toMatch(/closed|ended/);
});

test("a broker that stands still takes connections, answers nothing, and keeps nobody waiting", async () => {
  const broker = await runMosquitto({ users });
  const shop = await connect(broker, "shop", 5);
  broker.signal("SIGSTOP");
  try {
    const began = performance.now();
    const [{ refused }, answers] = await Promise.all([
      shop.publish("orders/created", bytes("x")),
      answersMqtt(broker.endpoint),
    ]);
    expect(refused).toBe("no answer within 5 s");
    expect(answers).toBe(false);
    await shop.close();
    expect(performance.now() - began).toBeLessThan(8_000);
  } finally {
    broker.signal("SIGCONT");
  }
  expect(await answersMqtt(broker.endpoint)).toBe(true);
});

test("over TLS it logs in to whom an authority vouches for, by the name that is dialed, and to nobody else", async () => {
  const [authority, other] = [await newAuthority(terms("mesh", 9)), await newAuthority(terms("other", 9))];
  const shown = (names: readonly string[]) => newCertificate(authority, terms("site", 9, names));
  const start = async ({ certificate, privateKey }: Certified) =>
    runMosquitto({
      users,
      settings: ["certfile shown.pem", "keyfile shown.key"],
      files: { "shown.pem": certificate, "shown.key": privateKey },
      authority: authority.certificate,
    });
  const broker = await start(await shown(["127.0.0.1"]));
  const shop = await connect(broker, "shop", 5);
  expect((await shop.publish("orders/created", bytes("x"))).refused).toBeUndefined();
  const login = { user: "shop", secret: "shop" };
  const strange = connectMqtt({ ...broker.endpoint, authority: other.certificate }, login, 5);
  await expect(strange).rejects.toThrow(/certificate|issuer/);
  const wrong = connectMqtt({ ...broker.endpoint, host: "localhost" }, login, 5);
  await expect(wrong).rejects.toThrow(/localhost/);
});

test("three thousand publications at once are all acknowledged", async () => {
  const broker = await runMosquitto({ users });
  const shop = await connect(broker, "shop", 5);
  const outcomes = await Promise.all(
    Array.from({ length: 3_000 }, () => shop.publish("orders/created", bytes("x"))),
  );
  expect(outcomes.filter(({ refused }) => refused !== undefined)).toEqual([]);
});

test("an ACL file that cannot be read at a reload opens the broker to everybody", async () => {
  const broker = await runMosquitto({ users });
  const shop = await connect(broker, "shop", 5);
  expect((await shop.publish("strange", bytes("x"))).refused).toMatch(/not authorized/i);
  broker.write("acl", `${accessFile(users)}nonsense\n`);
  broker.signal("SIGHUP");
  expect(
    await until(async () => (await shop.publish("strange", bytes("x"))).refused === undefined, 3_000),
  ).toBe(true);
});
