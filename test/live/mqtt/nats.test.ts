import { expect, test } from "vitest";
import { ProbeRefused } from "../../../compiler/live.ts";
import { connectMqtt } from "../../../targets/protocols/mqtt/live/connect-mqtt.ts";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import { withNatsMqtt } from "../../mqtt/with-nats-mqtt.ts";
import { pause, until } from "../../nats/until.ts";

const users = {
  shop: { publish: ["orders.created", "orders.eu.created"], subscribe: [] },
  billing: { publish: ["$MQTT.>"], subscribe: ["orders.>", "$MQTT.>"] },
  plain: { publish: [], subscribe: ["orders.created"] },
};
const bytes = (text: string) => new TextEncoder().encode(text);

test.concurrent.each(natsServerVersions)("NATS %s refuses MQTT logins without a right password", (version) =>
  withNatsMqtt(version, users, async ({ endpoint }) => {
    const attempts = [
      { user: "shop" },
      { user: "shop", secret: "wrong" },
      { user: "nobody", secret: "shop" },
    ];
    for (const login of attempts) await expect(connectMqtt(endpoint, login, 4)).rejects.toThrow(ProbeRefused);
    // It speaks no MQTT 5, which is no refusal of who asks.
    const newer = await connectMqtt(endpoint, { user: "shop", secret: "shop" }, 5).catch(
      (error: unknown) => error,
    );
    expect(newer).toBeInstanceOf(Error);
    expect(newer).not.toBeInstanceOf(ProbeRefused);
  }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s delivers over MQTT once to each subscription of a connection",
  (version) =>
    withNatsMqtt(version, users, async ({ connect }) => {
      const [shop, billing] = [await connect("shop"), await connect("billing")];
      const filters = ["orders/created", "orders/+/#", "orders/+", "orders/eu/+"];
      const heard = await Promise.all(filters.map((filter) => billing.subscribe(filter)));
      expect(heard.map(({ refused }) => refused)).toEqual(filters.map(() => undefined));
      for (let event = 0; event < 5; event++) {
        expect((await shop.publish("orders/created", bytes(String(event)))).refused).toBeUndefined();
        expect((await shop.publish("orders/eu/created", bytes(String(event)))).refused).toBeUndefined();
      }
      const counts = () => heard.map(({ received }) => received.length);
      await until(() => counts().reduce((sum, count) => sum + count, 0) >= 25, 2_000);
      await pause(100);
      expect(counts()).toEqual([5, 10, 5, 5]);
    }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s tells over MQTT of a refused subscription, and of no refused publication",
  (version) =>
    withNatsMqtt(version, users, async ({ connect }) => {
      const [shop, billing, plain] = [
        await connect("shop"),
        await connect("billing"),
        await connect("plain"),
      ];
      for (const filter of ["#", "+/#", "$SYS/#", "paid/created", "$JS/API/#"])
        expect([filter, (await billing.subscribe(filter)).refused]).toEqual([filter, expect.any(String)]);
      const heard = await billing.subscribe("orders/+/#");
      // Without rights to what QoS 1 takes, an event can be heard all the same.
      const low = await plain.subscribe("orders/created");
      expect(low.refused).toBeUndefined();
      expect((await shop.publish("orders/paid", bytes("x"))).refused).toBeUndefined();
      expect((await shop.publish("orders/created", bytes("x"))).refused).toBeUndefined();
      await until(() => heard.received.length > 0 && low.received.length > 0, 2_000);
      await pause(100);
      expect(heard.received.map(({ address }) => address)).toEqual(["orders/created"]);
      expect(low.received.map(({ address }) => address)).toEqual(["orders/created"]);
    }),
);

test.concurrent.each(natsServerVersions)("NATS %s has no groups over MQTT", (version) =>
  withNatsMqtt(version, users, async ({ connect }) => {
    const member = await (await connect("billing")).subscribe("orders/created", "workers");
    expect(member.refused).toEqual(expect.any(String));
  }),
);
