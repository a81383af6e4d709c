import { expect, test } from "vitest";
import { factsOf } from "../../../targets/engines/nats/versions.ts";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import type { SmallMesh } from "../../nats/small-mesh.ts";
import { listen } from "../../nats/traffic.ts";
import { until } from "../../nats/until.ts";
import { withMesh } from "../../nats/with-mesh.ts";

/** A device that may choose a level of its topic: the domain's events have a key there. */
const plant: SmallMesh = {
  brokers: { core: {} },
  domains: { heat: ["measured"] },
  ordered: ["heat"],
  applications: {
    oven: { broker: "core", protocol: "mqtt", publish: ["heat.measured"] },
    archive: { broker: "core", subscribe: ["heat.measured"] },
  },
};
const breaks = ["tab\there", "return\rhere", "line\nhere", "both\r\nhere"];
const rows = natsServerVersions.flatMap((version) => breaks.map((level) => ({ version, level })));

test.concurrent.each(rows)(
  "NATS $version: a topic with $level over MQTT cuts off who hears it over NATS, or who publishes it",
  ({ version, level }) =>
    withMesh(version, plant, async (mesh) => {
      const archive = await mesh.client("application.archive", "core-0");
      archive.subscribe("heat.*.measured", { callback: () => undefined });
      await archive.flush();
      const oven = await mesh.mqtt("application.oven", "core-0");
      await oven.publish("heat/fine/measured", "x", 1);
      await oven.publish(`heat/${level}/measured`, "x", 0);
      const breaksLines = factsOf(version)?.mqttBreaksLines ?? false;
      if (!breaksLines) {
        expect(await until(() => oven.isClosed(), 3_000)).toBe(true);
        await archive.flush();
        return;
      }
      const answers = () =>
        archive.rtt().then(
          () => true,
          () => false,
        );
      const cutOff = until(async () => archive.isClosed() || !(await withinSecond(answers())), 5_000);
      expect(await cutOff).toBe(true);
      expect(oven.isClosed()).toBe(false);
    }),
);

/** A client that has lost its place in the server's lines waits for an answer for ever. */
function withinSecond(answer: Promise<boolean>): Promise<boolean> {
  return Promise.race([answer, new Promise<boolean>((done) => setTimeout(() => done(false), 1_000))]);
}

test.concurrent.each(natsServerVersions)("NATS %s refuses a blank in a topic over MQTT", (version) =>
  withMesh(version, plant, async (mesh) => {
    const archive = await listen(mesh, "archive", "core-0", "heat.*.measured");
    const oven = await mesh.mqtt("application.oven", "core-0");
    await oven.publish("heat/a b/measured", "x", 0);
    expect(await until(() => oven.isClosed(), 3_000)).toBe(true);
    expect(archive.texts).toEqual([]);
  }),
);
