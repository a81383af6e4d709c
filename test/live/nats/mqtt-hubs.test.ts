import { expect, test } from "vitest";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import type { RunningMesh } from "../../nats/running-mesh.ts";
import type { SmallMesh } from "../../nats/small-mesh.ts";
import { quiet } from "../../nats/traffic.ts";
import { until } from "../../nats/until.ts";
import { withMesh } from "../../nats/with-mesh.ts";

/** Two hubs, one of three servers; the smaller one is where MQTT comes first. */
const hubs: SmallMesh = {
  brokers: { core: { role: "hub", replicas: 3 }, west: { role: "hub" } },
  domains: { orders: ["created"] },
  applications: {
    till: { broker: "west", protocol: "mqtt", publish: ["orders.created"], subscribe: ["orders.created"] },
    display: { broker: "core", protocol: "mqtt", publish: ["orders.created"], subscribe: ["orders.created"] },
  },
};

/** Waits until the servers have agreed on who leads; before, MQTT logins end without an answer (2.12 to 2.15). */
async function agreed(mesh: RunningMesh): Promise<void> {
  for (const { name } of mesh.workloads.flatMap(({ instances }) => instances)) {
    const isAgreed = async () => (await mesh.server(name).ask("/healthz"))["status"] === "ok";
    expect(await until(isAgreed, 20_000)).toBe(true);
  }
}

/** Copies of each of the streams that the servers keep for MQTT clients. */
async function copies(mesh: RunningMesh): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (const { name } of mesh.workloads.flatMap(({ instances }) => instances)) {
    const { account_details: accounts } = (await mesh.server(name).ask("/jsz?streams=true&config=true")) as {
      account_details?: { stream_detail?: { name: string; config: { num_replicas: number } }[] }[];
    };
    for (const account of accounts ?? [])
      for (const { name: stream, config } of account.stream_detail ?? [])
        found.set(stream, config.num_replicas);
  }
  return found;
}

test.concurrent.each(natsServerVersions)(
  "NATS %s keeps for the MQTT clients of all hubs one set of streams, with as many copies as the largest hub can hold",
  (version) =>
    withMesh(version, hubs, async (mesh) => {
      await agreed(mesh);
      const till = await mesh.mqtt("application.till", "west-0", { clean: false, clientId: "till-1" });
      expect(await till.subscribe("orders/created", 1)).toBe(1);
      const display = await mesh.mqtt("application.display", "core-1", {
        clean: false,
        clientId: "display-1",
      });
      expect(await display.subscribe("orders/created", 1)).toBe(1);
      await till.publish("orders/created", "from west", 1);
      await display.publish("orders/created", "from core", 1);
      await until(() => till.texts.length >= 2 && display.texts.length >= 2, 5_000);
      await quiet([till, display]);
      for (const { marked } of [till, display])
        expect(marked.toSorted()).toEqual(["from core@1", "from west@1"]);
      expect([...(await copies(mesh))].toSorted()).toEqual(
        ["$MQTT_msgs", "$MQTT_out", "$MQTT_qos2in", "$MQTT_rmsgs", "$MQTT_sess"].map((name) => [name, 3]),
      );
      // A session is had at any hub, and also once a server is gone.
      await display.close();
      await till.publish("orders/created", "meanwhile", 1);
      await mesh.server("core-1").stop("SIGKILL");
      let back: Awaited<ReturnType<RunningMesh["mqtt"]>> | undefined;
      await until(async () => {
        const session = { clean: false, clientId: "display-1" };
        back = await mesh.mqtt("application.display", "core-2", session).catch(() => undefined);
        return back !== undefined;
      }, 40_000);
      expect(back?.sessionPresent).toBe(true);
      await until(() => (back?.texts.length ?? 0) > 0, 15_000);
      expect(back?.texts).toEqual(["meanwhile"]);
    }),
);
