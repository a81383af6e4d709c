import { expect, test } from "vitest";
import type { WorkloadInstance } from "../../../compiler/model/workload.ts";
import { gateway } from "../../../targets/engines/nats/link-kinds.ts";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import { listen, numbers, publish, quiet, settle } from "../../nats/traffic.ts";
import { withMesh } from "../../nats/with-mesh.ts";
import { pause } from "../../nats/until.ts";
import type { RunningMesh } from "../../nats/running-mesh.ts";
import type { SmallMesh } from "../../nats/small-mesh.ts";

const threeHubs: SmallMesh = {
  brokers: { a: { role: "hub", replicas: 2 }, b: { role: "hub" }, c: { role: "hub" } },
  domains: { orders: ["created", "paid"] },
  applications: {
    shop: { broker: "a", publish: ["orders.*"], subscribe: ["orders.created"] },
    billing: { broker: "b", subscribe: ["orders.created"] },
    audit: { broker: "c", subscribe: ["orders.created"] },
  },
};
const fromShop = { application: "shop", instance: "a-0", subject: "orders.created" };

const large = 65_536;

/** Events of `large` bytes that an instance has sent to another cluster. What servers tell each other is far smaller. */
async function sentTo(mesh: RunningMesh, instance: string, cluster: string): Promise<number> {
  const { outbound_gateways: outbound } = (await mesh.server(instance).ask("/gatewayz")) as {
    outbound_gateways: Record<string, { connection: { out_bytes: number } }>;
  };
  return Math.floor((outbound[cluster]?.connection.out_bytes ?? 0) / large);
}

test.concurrent.each(natsServerVersions)(
  "NATS %s: every hub gets each event of another once, in order, by its own name",
  (version) =>
    withMesh(version, threeHubs, async (mesh) => {
      const listeners = [
        await listen(mesh, "shop", "a-1", "orders.created"),
        await listen(mesh, "billing", "b-0", "orders.created"),
        await listen(mesh, "audit", "c-0", "orders.created"),
      ];
      await settle(mesh, fromShop, listeners);
      await publish(mesh, "shop", "a-0", "orders.created", 500);
      await quiet(listeners);
      for (const { texts, subjects } of listeners) {
        expect(texts).toEqual(numbers(500));
        expect(new Set(subjects)).toEqual(new Set(["orders.created"]));
      }
      expect([gateway.ordering, gateway.rename, gateway.shape]).toEqual(["kept", "none", "full-mesh"]);
    }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s: what came over a gateway goes over no other gateway",
  (version) =>
    withMesh(
      version,
      threeHubs,
      async (mesh) => {
        const billing = await listen(mesh, "billing", "b-0", "orders.created");
        const audit = await listen(mesh, "audit", "c-0", "orders.created");
        await settle(mesh, fromShop, [billing]);
        await publish(mesh, "shop", "a-0", "orders.created", 50);
        await quiet([billing, audit]);
        expect(billing.texts).toEqual(numbers(50));
        expect(audit.texts).toEqual([]);
        expect([gateway.transit, gateway.loopGuard]).toEqual(["other-kinds", "one-hop"]);
      },
      { edit: (topology) => ({ ...topology, links: topology.links.filter((link) => link.name !== "a.c") }) },
    ),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s: an event that nobody at the far cluster wants never crosses, from the first one on",
  (version) =>
    withMesh(version, threeHubs, async (mesh) => {
      await publish(mesh, "shop", "a-0", "orders.created", 20, large);
      await publish(mesh, "shop", "a-1", "orders.paid", 20, large);
      const billing = await listen(mesh, "billing", "b-0", "orders.created");
      await settle(mesh, fromShop, [billing]);
      expect(await sentTo(mesh, "a-0", "b")).toBe(0);
      await publish(mesh, "shop", "a-0", "orders.created", 10, large);
      await publish(mesh, "shop", "a-0", "orders.paid", 20, large);
      await quiet([billing]);
      expect(await sentTo(mesh, "a-0", "b")).toBe(10);
      for (const [instance, cluster] of [
        ["a-0", "c"],
        ["a-1", "b"],
        ["a-1", "c"],
      ] as const) {
        expect(await sentTo(mesh, instance, cluster), `${instance} to ${cluster}`).toBe(0);
      }
      expect(gateway.interest).toBe("propagates");
    }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s: both hubs of a pair open a gateway, and neither keeps events while the other is away",
  (version) =>
    withMesh(version, threeHubs, async (mesh) => {
      for (const [instance, others] of [
        ["a-0", ["b", "c"]],
        ["b-0", ["a", "c"]],
        ["c-0", ["a", "b"]],
      ] as const) {
        const { outbound_gateways: outbound } = await mesh.server(instance).ask("/gatewayz");
        expect(Object.keys(outbound as object).toSorted()).toEqual(others);
      }
      await mesh.server("b-0").stop("SIGKILL");
      await publish(mesh, "shop", "a-0", "orders.created", 20);
      await mesh.start("b-0");
      await mesh.linked();
      const billing = await listen(mesh, "billing", "b-0", "orders.created");
      await pause(500);
      expect(billing.texts).toEqual([]);
      expect([gateway.dial, gateway.durability, gateway.failover]).toEqual(["both", "none", "none"]);
    }),
);

/** The instance with rights written into its gateway's login, which let nothing through. */
function withGatewayRights(instance: WorkloadInstance): WorkloadInstance {
  const files = instance.files.map((file) => {
    const parts = file.parts.map((part) =>
      typeof part === "string" && file.path === "gateway.conf"
        ? part.replace(
            '" }\n',
            '", permissions: { publish: { deny: [">"] }, subscribe: { deny: [">"] } } }\n',
          )
        : part,
    );
    return { ...file, parts };
  });
  return { ...instance, files };
}

test.concurrent.each(natsServerVersions)("NATS %s: rights given to a gateway keep nothing back", (version) =>
  withMesh(version, threeHubs, async (mesh) => {
    for (const { name, ...rest } of mesh.workloads.flatMap((workload) => workload.instances)) {
      const instance = withGatewayRights({ name, ...rest });
      expect(JSON.stringify(instance.files)).toContain("subscribe: { deny:");
      await mesh.server(name).stop();
      await mesh.start(name, instance);
    }
    await mesh.linked();
    const billing = await listen(mesh, "billing", "b-0", "orders.created");
    await settle(mesh, fromShop, [billing]);
    await publish(mesh, "shop", "a-0", "orders.created", 20);
    await quiet([billing]);
    expect(billing.texts).toEqual(numbers(20));
    expect(gateway.filters).toBe(false);
  }),
);
