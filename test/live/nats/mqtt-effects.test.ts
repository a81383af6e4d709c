import { expect, test } from "vitest";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import { withChange } from "../../nats/change.ts";
import type { SmallApplication, SmallMesh } from "../../nats/small-mesh.ts";
import { quiet } from "../../nats/traffic.ts";
import { until } from "../../nats/until.ts";

const domains = { orders: ["created", "paid"] };
const till: SmallApplication = {
  broker: "core",
  protocol: "mqtt",
  publish: ["orders.created", "orders.paid"],
};
const display: SmallApplication = { broker: "core", protocol: "mqtt", subscribe: ["orders.created"] };
const one = (applications: Record<string, SmallApplication>, mqtt?: Record<string, number>): SmallMesh => ({
  brokers: { core: mqtt ? { settings: { mqtt } } : {} },
  domains,
  applications: { till, ...applications },
});
const session = { clean: false, clientId: "display-1" };

test.concurrent.each(natsServerVersions)(
  "NATS %s: a right that an MQTT client loses binds once it has logged in anew, and not before at QoS 1",
  (version) => {
    const other = { ...display, subscribe: ["orders.paid"] };
    return withChange(
      version,
      one({ display }),
      one({ display: other }),
      async ({ mesh, steps, take, reload }) => {
        const sender = await mesh.mqtt("application.till", "core-0");
        const client = await mesh.mqtt("application.display", "core-0", session);
        await client.subscribe("orders/created", 1);
        expect(steps("core-0")).toEqual(["reload", "reconnect application.display"]);
        expect(await reload("core-0")).toBe("taken");
        await sender.publish("orders/created", "after the reload", 1);
        await until(() => client.texts.length > 0, 3_000);
        expect(client.texts, "a reload alone takes nothing back").toEqual(["after the reload"]);
        await take("core-0");
        expect(await until(() => client.isClosed(), 3_000)).toBe(true);
        expect(sender.isClosed(), "nobody else notices").toBe(false);
        const back = await mesh.mqtt("application.display", "core-0", session);
        await sender.publish("orders/created", "after the login", 1);
        await quiet([back]);
        expect(back.texts).toEqual([]);
        expect(await back.subscribe("orders/paid", 1)).toBe(1);
      },
    );
  },
);

test.concurrent.each(natsServerVersions)(
  "NATS %s: an MQTT client that goes is cut off by a reload",
  (version) =>
    withChange(version, one({ display }), one({}), async ({ mesh, steps, take }) => {
      const stays = await mesh.mqtt("application.till", "core-0");
      const goes = await mesh.mqtt("application.display", "core-0");
      expect(steps("core-0")).toEqual(["reload"]);
      await take("core-0");
      expect(await until(() => goes.isClosed(), 3_000)).toBe(true);
      await expect(mesh.mqtt("application.display", "core-0")).rejects.toThrow(/not authorized/i);
      await stays.publish("orders/created", "x", 1);
    }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s: an MQTT client that comes is let in by a reload",
  (version) =>
    withChange(version, one({}), one({ display }), async ({ mesh, steps, take }) => {
      expect(steps("core-0")).toEqual(["reload"]);
      await take("core-0");
      const client = await mesh.mqtt("application.display", "core-0");
      expect(await client.subscribe("orders/created", 1)).toBe(1);
    }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s: the first MQTT client of a broker takes a restart",
  (version) => {
    const shop: SmallApplication = { broker: "core", publish: ["orders.created"] };
    const before: SmallMesh = { brokers: { core: {} }, domains, applications: { shop } };
    const after: SmallMesh = { ...before, applications: { shop, display } };
    return withChange(version, before, after, async ({ mesh, steps, take, reload }) => {
      expect(steps("core-0")).toEqual(["restart"]);
      expect(await reload("core-0")).toBe("refused");
      await take("core-0");
      await mesh.mqtt("application.display", "core-0");
    });
  },
);

const pending = (count: number) => one({ display }, { max_ack_pending: count });
test.concurrent.each(natsServerVersions)("NATS %s: MQTT settings that reload are reloaded", (version) =>
  withChange(version, pending(50), pending(60), async ({ mesh, steps, take }) => {
    const client = await mesh.mqtt("application.display", "core-0");
    expect(steps("core-0")).toEqual(["reload"]);
    await take("core-0");
    expect((await mesh.server("core-0").ask("/varz"))["mqtt"]).toMatchObject({ max_ack_pending: 60 });
    expect(client.isClosed()).toBe(false);
  }),
);
