import { expect, test } from "vitest";
import type { WorkloadInstance } from "../../../compiler/model/workload.ts";
import { isSince } from "../../../targets/engines/nats/versions.ts";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import type { RunningMesh } from "../../nats/running-mesh.ts";
import type { SmallMesh } from "../../nats/small-mesh.ts";
import { listen, quiet } from "../../nats/traffic.ts";
import { pause, until } from "../../nats/until.ts";
import { withMesh } from "../../nats/with-mesh.ts";

/** A plant with an MQTT device, and a hub with MQTT and NATS readers; of two domains one may use the link. */
const plant: SmallMesh = {
  brokers: { core: { role: "hub" }, site: { role: "edge", uplink: ["core"] } },
  domains: { heat: ["measured"], recipe: ["changed"] },
  links: { up: { between: ["core", "site"], domains: ["heat"] } },
  applications: {
    oven: { broker: "site", protocol: "mqtt", publish: ["heat.measured", "recipe.changed"] },
    lamp: { broker: "site", protocol: "mqtt", subscribe: ["heat.measured", "recipe.changed"] },
    board: { broker: "core", protocol: "mqtt", subscribe: ["heat.measured", "recipe.changed"] },
    archive: { broker: "core", subscribe: ["heat.measured", "recipe.changed"] },
  },
};

/** Publishes over MQTT at the plant until a NATS reader at the hub hears it, so that interest has travelled. */
async function settled(mesh: RunningMesh): Promise<void> {
  const archive = await listen(mesh, "archive", "core-0", "heat.measured");
  const oven = await mesh.mqtt("application.oven", "site-0");
  const heard = await until(async () => {
    await oven.publish("heat/measured", "probe", 0);
    await pause(50);
    return archive.texts.length > 0;
  }, 10_000);
  expect(heard).toBe(true);
  await quiet([archive]);
  await Promise.all([archive.close(), oven.close()]);
}

test.concurrent.each(natsServerVersions)(
  "NATS %s delivers over a leaf link what MQTT clients publish, unless both sides say QoS 1",
  (version) =>
    withMesh(version, plant, async (mesh) => {
      await settled(mesh);
      const archive = await listen(mesh, "archive", "core-0", "heat.measured");
      const oven = await mesh.mqtt("application.oven", "site-0");
      const boards = await Promise.all([0, 1].map(() => mesh.mqtt("application.board", "core-0")));
      const lamp = await mesh.mqtt("application.lamp", "site-0");
      const [board0, board1] = boards;
      if (!board0 || !board1) throw new Error("no boards");
      expect(await board0.subscribe("heat/measured", 0)).toBe(0);
      expect(await board1.subscribe("heat/measured", 1)).toBe(1);
      expect(await lamp.subscribe("heat/measured", 1)).toBe(1);
      await pause(200);
      await oven.publish("heat/measured", "zero", 0);
      await oven.publish("heat/measured", "one", 1);
      await until(() => archive.texts.length >= 2 && lamp.texts.length >= 2, 5_000);
      await quiet([archive, board0, board1, lamp]);
      expect(archive.texts).toEqual(["zero", "one"]);
      expect(board0.marked).toEqual(["zero@0", "one@0"]);
      expect(board1.marked, "the other broker would have to store it").toEqual(["zero@0"]);
      expect(lamp.marked.toSorted()).toEqual(["one@1", "zero@0"]);
    }),
);

/** What arrives at the hub of a domain that may not use the link, and what the hub keeps of it. */
async function leaked(
  mesh: RunningMesh,
): Promise<{ readonly heard: readonly string[]; readonly kept: number }> {
  await settled(mesh);
  const board = await mesh.mqtt("application.board", "core-0");
  expect(await board.subscribe("recipe/changed", 1)).toBe(1);
  const oven = await mesh.mqtt("application.oven", "site-0");
  await pause(200);
  await oven.publish("recipe/changed", "zero", 0);
  await oven.publish("recipe/changed", "one", 1);
  await oven.publish("recipe/changed", "kept", 1, true);
  await quiet([board]);
  const { account_details: accounts } = (await mesh.server("core-0").ask("/jsz?streams=true")) as {
    account_details?: { stream_detail?: { name: string; state: { messages: number } }[] }[];
  };
  const streams = accounts?.flatMap(({ stream_detail: found }) => found ?? []) ?? [];
  const kept = streams.find(({ name }) => name === "$MQTT_rmsgs")?.state.messages ?? 0;
  return { heard: board.texts, kept };
}

test.concurrent.each(natsServerVersions)(
  "NATS %s lets nothing over a leaf link that MQTT clients publish outside of its rights",
  (version) =>
    withMesh(version, plant, async (mesh) => {
      expect(await leaked(mesh)).toEqual({ heard: [], kept: 0 });
    }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s would let it over from 2.12 on, were the link not denied what is kept for MQTT",
  (version) =>
    withMesh(version, plant, async (mesh) => {
      const [instance] = mesh.workloads.find(({ broker }) => broker === "core")?.instances ?? [];
      if (!instance) throw new Error("no hub");
      await mesh.server("core-0").stop();
      await mesh.start("core-0", withoutDenial(instance));
      await mesh.linked();
      const { heard, kept } = await leaked(mesh);
      const passes = isSince(version, "2.12");
      expect(heard.toSorted()).toEqual(passes ? ["kept", "one"] : []);
      expect(kept).toBe(passes ? 1 : 0);
    }),
);

function withoutDenial(instance: WorkloadInstance): WorkloadInstance {
  const bare = (part: WorkloadInstance["files"][number]["parts"][number]) =>
    typeof part === "string" ? part.replaceAll(', deny: ["$MQTT.>"]', "") : part;
  return { ...instance, files: instance.files.map((file) => ({ ...file, parts: file.parts.map(bare) })) };
}
