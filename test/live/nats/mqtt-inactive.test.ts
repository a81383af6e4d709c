import { expect, test } from "vitest";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import type { SmallMesh } from "../../nats/small-mesh.ts";
import { quiet } from "../../nats/traffic.ts";
import { pause } from "../../nats/until.ts";
import { withMesh } from "../../nats/with-mesh.ts";

const shop: SmallMesh = {
  brokers: { core: {} },
  domains: { orders: ["created"] },
  applications: {
    till: { broker: "core", protocol: "mqtt", publish: ["orders.created"] },
    display: { broker: "core", protocol: "mqtt", subscribe: ["orders.created"] },
  },
};

test.concurrent.each(natsServerVersions)(
  "NATS %s: an end to what waits for clients that are away silences those that come back, so it is not passed on",
  (version) =>
    withMesh(version, shop, async (mesh) => {
      const [instance] = mesh.workloads[0]?.instances ?? [];
      if (!instance) throw new Error("no instance");
      const [main, ...others] = instance.files;
      if (!main) throw new Error("no files");
      const text = main.parts.join("").replace("mqtt {\n", 'mqtt {\n  consumer_inactive_threshold: "1s"\n');
      await mesh.server("core-0").stop();
      await mesh.start("core-0", { ...instance, files: [{ ...main, parts: [text] }, ...others] });
      const session = { clean: false, clientId: "display-1" };
      const before = await mesh.mqtt("application.display", "core-0", session);
      await before.subscribe("orders/created", 1);
      await before.close();
      await pause(4_000);
      const back = await mesh.mqtt("application.display", "core-0", session);
      expect(back.sessionPresent).toBe(true);
      expect(await back.subscribe("orders/created", 1)).toBe(1);
      const till = await mesh.mqtt("application.till", "core-0");
      await till.publish("orders/created", "x", 1);
      await quiet([back]);
      expect(back.texts).toEqual([]);
    }),
);
