import { expect, test } from "vitest";
import { isSince } from "../../../targets/engines/nats/versions.ts";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import type { MqttListener } from "../../nats/mqtt-listener.ts";
import type { SmallMesh } from "../../nats/small-mesh.ts";
import { listen, publish, quiet } from "../../nats/traffic.ts";
import { until } from "../../nats/until.ts";
import { withMesh } from "../../nats/with-mesh.ts";

const refused = 128;

/** A till and a display that speak MQTT, and the same of NATS. */
const shop: SmallMesh = {
  brokers: { core: {} },
  domains: { orders: ["created", "paid"], stock: ["counted"] },
  applications: {
    till: { broker: "core", protocol: "mqtt", publish: ["orders.created"] },
    display: { broker: "core", protocol: "mqtt", subscribe: ["orders.*"] },
    counter: { broker: "core", protocol: "mqtt", publish: ["stock.counted"], subscribe: ["stock.counted"] },
    shop: { broker: "core", publish: ["orders.created", "orders.paid"] },
    billing: { broker: "core", subscribe: ["orders.created", "stock.counted"] },
  },
};

/** Waits until as many have arrived, and nothing more does. */
async function arrived(listener: MqttListener, count: number): Promise<readonly string[]> {
  await until(() => listener.marked.length >= count, 3_000);
  await quiet([listener]);
  return listener.marked.toSorted();
}

test.concurrent.each(natsServerVersions)(
  "NATS %s delivers over MQTT at the lower QoS of the two, and at 0 what NATS clients publish",
  (version) =>
    withMesh(version, shop, async (mesh) => {
      const till = await mesh.mqtt("application.till", "core-0");
      const heardByNats = await listen(mesh, "billing", "core-0", "orders.created");
      for (const qos of [0, 1] as const) {
        const display = await mesh.mqtt("application.display", "core-0");
        expect(await display.subscribe("orders/+", qos)).toBe(qos);
        await till.publish("orders/created", "zero", 0);
        await till.publish("orders/created", "one", 1);
        await publish(mesh, "shop", "core-0", "orders.paid", 1);
        expect(await arrived(display, 3)).toEqual(["0@0", `one@${qos}`, "zero@0"]);
        expect(new Set(display.topics)).toEqual(new Set(["orders/created", "orders/paid"]));
        await display.close();
      }
      await quiet([heardByNats]);
      expect(heardByNats.texts).toEqual(["zero", "one", "zero", "one"]);
    }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s grants over MQTT what an application may hear, in every form, and nothing else",
  (version) =>
    withMesh(version, shop, async (mesh) => {
      const display = await mesh.mqtt("application.display", "core-0");
      for (const topic of ["orders/#", "orders/+/#", "orders/created"])
        expect([topic, await display.subscribe(topic, 1)]).toEqual([topic, 1]);
      const closed = ["#", "+/#", "+/created", "stock/counted", "$SYS/#", "$JS/#", "_INBOX/#"];
      const ownOnes = ["$MQTT/#", "$MQTT/+/#", "$MQTT/sub/+", "$MQTT/msgs/#", "$share/g/orders/created"];
      for (const topic of [...closed, ...ownOnes])
        expect([topic, await display.subscribe(topic, 0)]).toEqual([topic, refused]);
      // There come numbers of packets that others sent at QoS 2, and nothing else.
      const ofPackets = await display.subscribe("$MQTT/deliver/pubrel/+", 0);
      expect(ofPackets).toBe(version.startsWith("2.12.") ? 0 : refused);
      const at2 = await display.subscribe("orders/paid", 2);
      expect(at2).toBe(isSince(version, "2.12") ? 2 : refused);
    }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s acknowledges over MQTT what may not be published, and delivers it to nobody",
  (version) =>
    withMesh(version, shop, async (mesh) => {
      const display = await mesh.mqtt("application.display", "core-0");
      await display.subscribe("orders/#", 1);
      const heard = await listen(mesh, "billing", "core-0", "stock.counted");
      const till = await mesh.mqtt("application.till", "core-0");
      for (const qos of [0, 1, 2] as const) {
        for (const topic of ["orders/paid", "stock/counted", "$MQTT/msgs/orders/created", "_INBOX/x"])
          await till.publish(topic, "forged", qos, qos === 1);
      }
      await till.publish("orders/created", "last", 1);
      expect(await arrived(display, 1)).toEqual(["last@1"]);
      expect(heard.texts).toEqual([]);
      expect(till.isClosed()).toBe(false);
      const later = await mesh.mqtt("application.display", "core-0");
      await later.subscribe("orders/#", 0);
      await quiet([later]);
      expect(later.marked, "not even as a retained event").toEqual([]);
    }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s lets nobody in over MQTT but applications that speak it, and these over nothing else",
  (version) =>
    withMesh(version, shop, async (mesh) => {
      for (const options of [
        { user: "nobody" },
        { user: "application.shop" },
        { user: "application.display" },
      ])
        await expect(mesh.mqtt("application.till", "core-0", options)).rejects.toThrow(/not authorized/i);
      const byPassword = {
        user: "application.till",
        pass: mesh.keys.seed("application.till"),
        authenticator: [],
      };
      await expect(mesh.client("application.till", "core-0", byPassword)).rejects.toThrow(/[Aa]uthorization/);
    }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s keeps a session while its client is away, and gives it to nobody else",
  (version) =>
    withMesh(version, shop, async (mesh) => {
      const till = await mesh.mqtt("application.till", "core-0");
      const session = { clean: false, clientId: "display-1" };
      const before = await mesh.mqtt("application.display", "core-0", session);
      await before.subscribe("orders/created", 1);
      await before.close();
      await till.publish("orders/created", "meanwhile", 1);
      const thief = await mesh.mqtt("application.counter", "core-0", session);
      await till.publish("orders/created", "then", 1);
      await quiet([thief]);
      expect(thief.marked).toEqual([]);
      await thief.close();
      const back = await mesh.mqtt("application.display", "core-0", session);
      expect(back.sessionPresent).toBe(true);
      expect(await arrived(back, 2)).toEqual(["meanwhile@1", "then@1"]);
    }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s delivers retained events and wills over MQTT within the rights of who left them",
  (version) =>
    withMesh(version, shop, async (mesh) => {
      const till = await mesh.mqtt("application.till", "core-0");
      await till.publish("orders/created", "kept", 1, true);
      const display = await mesh.mqtt("application.display", "core-0");
      await display.subscribe("orders/created", 1);
      expect(await arrived(display, 1)).toEqual(["kept@1R"]);
      const heard = await listen(mesh, "billing", "core-0", "orders.created");
      const will = (topic: string) => ({
        will: { topic, payload: Buffer.from(`gone ${topic}`), qos: 1 as const, retain: false },
      });
      for (const topic of ["orders/created", "orders/paid"])
        await (await mesh.mqtt("application.till", "core-0", will(topic))).close(false);
      await until(() => heard.texts.length > 0, 3_000);
      await quiet([heard, display]);
      expect(heard.texts).toEqual(["gone orders/created"]);
      expect(display.marked).toEqual(["kept@1R", "gone orders/created@1"]);
    }),
);

const settings = {
  ack_wait: "20s",
  downgrade_qos2_subscribe: true,
  max_ack_pending: 50,
  reject_qos2_publish: true,
};

test.concurrent.each(natsServerVersions)(
  "NATS %s serves MQTT with every setting that is passed on",
  (version) =>
    withMesh(version, { ...shop, brokers: { core: { settings: { mqtt: settings } } } }, async (mesh) => {
      const varz = await mesh.server("core-0").ask("/varz");
      expect(varz["mqtt"]).toMatchObject({ ack_wait: 20_000_000_000, max_ack_pending: 50 });
      const display = await mesh.mqtt("application.display", "core-0");
      expect(await display.subscribe("orders/created", 2), "QoS 2 is made QoS 1").toBe(1);
      const till = await mesh.mqtt("application.till", "core-0");
      await expect(till.publish("orders/created", "two", 2)).rejects.toThrow();
    }),
);
