import { jetstream } from "@nats-io/jetstream";
import { expect, test } from "vitest";
import type { RunningMesh } from "../../nats/running-mesh.ts";
import type { SmallMesh } from "../../nats/small-mesh.ts";
import { provisionMesh } from "../../nats/provision-mesh.ts";
import { client, publishStored } from "../../nats/stored-mesh.ts";
import { withMesh } from "../../nats/with-mesh.ts";
import { triedVersions } from "../../nats/tried-versions.ts";

const bounded = { maxDeliver: 3, backoff: [200, 400] };

/** Readers at the home and beyond a leaf link. */
const small: SmallMesh = {
  brokers: { core: { role: "hub", replicas: 3 }, site: { role: "edge", uplink: ["core"] } },
  domains: { orders: ["created", "paid"] },
  stored: ["orders"],
  applications: {
    shop: { broker: "core", publish: ["orders.created"] },
    billing: {
      broker: "core",
      subscribe: ["orders.created", "orders.paid"],
      durable: true,
      terms: { "orders.created": bounded },
    },
    packer: {
      broker: "site",
      subscribe: ["orders.created"],
      group: "workers",
      terms: { "orders.created": { maxDeliver: 2 } },
    },
  },
};

/** When, after the first time, an event came that nobody acknowledges. */
async function deliveries(mesh: RunningMesh, application: string, instance: string, durable: string) {
  const connection = await client(mesh, application, instance);
  const domain = instance.startsWith("site") ? { domain: "hub" } : {};
  const consumer = await jetstream(connection, domain).consumers.get("orders", durable);
  const times: number[] = [];
  for (;;) {
    const message = await consumer.next({ expires: 1_500 });
    if (!message) break;
    times.push(performance.now());
    if (application === "packer") message.nak();
  }
  await connection.close();
  return times.map((time) => time - (times[0] ?? 0));
}

test.concurrent.each(triedVersions)(
  "NATS %s: an event that nobody acknowledges comes as often as its reader says, after the pauses that it says",
  (version) =>
    withMesh(version, small, async (mesh) => {
      const made = await provisionMesh(mesh);
      expect(made).toEqual(["made", "made", "made", "made"]);
      expect(await provisionMesh(mesh)).toEqual(["unchanged", "unchanged", "unchanged", "unchanged"]);
      await publishStored(mesh, "shop", "core-0", "lost");
      const [first, second, third, ...more] = await deliveries(mesh, "billing", "core-0", "billing__created");
      expect(first).toBe(0);
      expect(second).toBeGreaterThan(150);
      expect(third).toBeGreaterThan((second ?? 0) + 300);
      expect(more).toEqual([]);
      expect(await deliveries(mesh, "packer", "site-0", "group_workers__created")).toHaveLength(2);
    }),
);
