import { jetstream } from "@nats-io/jetstream";
import { expect, test } from "vitest";
import type { DurableAddress } from "../../../compiler/target.ts";
import { natsLive } from "../../nats/nats-live.ts";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import { provisionMesh } from "../../nats/provision-mesh.ts";
import type { RunningMesh } from "../../nats/running-mesh.ts";
import type { SmallMesh } from "../../nats/small-mesh.ts";
import { client } from "../../nats/stored-mesh.ts";
import { withMesh } from "../../nats/with-mesh.ts";

const nats = await natsLive();

const small: SmallMesh = {
  brokers: { core: { role: "hub", replicas: 3 } },
  domains: { orders: ["created"] },
  stored: ["orders"],
  applications: {
    shop: { broker: "core", publish: ["orders.created"] },
    billing: { broker: "core", subscribe: ["orders.created"], durable: true },
  },
};

const billing: DurableAddress = {
  stream: "orders",
  consumer: "billing",
  lookUp: "$JS.API.CONSUMER.INFO.orders.billing",
  request: "$JS.API.CONSUMER.MSG.NEXT.orders.billing",
  acknowledge: "$JS.ACK.orders.billing.meshc-probe",
};

async function leaderOf(mesh: RunningMesh): Promise<string> {
  const connection = await client(mesh, "billing", "core-0");
  const consumer = await jetstream(connection).consumers.get("orders", "billing");
  const { cluster } = await consumer.info(true);
  await connection.close();
  return cluster?.leader ?? "";
}

test.concurrent.each(natsServerVersions)(
  "NATS %s: a durable is found though its leader has just gone, once another is made leader",
  { timeout: 120_000 },
  (version) =>
    withMesh(version, small, async (mesh) => {
      await provisionMesh(mesh);
      const leader = await leaderOf(mesh);
      const other = leader === "core-0" ? "core-1" : "core-0";
      const probe = await nats.connect(
        { host: "127.0.0.1", port: mesh.server(other).port("nats") },
        { seed: mesh.keys.seed("application.billing"), inboxPrefix: "_INBOX_billing" },
      );
      await mesh.server(leader).stop("SIGKILL");
      const read = await probe.read(billing, () => "take");
      expect(read.refused).toBeUndefined();
      await probe.close();
    }),
);
