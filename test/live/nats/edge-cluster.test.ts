import { expect, test } from "vitest";
import type { RunningMesh } from "../../nats/running-mesh.ts";
import type { SmallMesh } from "../../nats/small-mesh.ts";
import { listen, publish, quiet, settle } from "../../nats/traffic.ts";
import { until } from "../../nats/until.ts";
import { withMesh } from "../../nats/with-mesh.ts";
import { triedVersions } from "../../nats/tried-versions.ts";

const small: SmallMesh = {
  brokers: {
    core: { role: "hub", replicas: 2 },
    west: { role: "hub" },
    site: { role: "edge", replicas: 2, uplink: ["core"] },
  },
  domains: { orders: ["created", "paid"] },
  applications: {
    local: { broker: "site", publish: ["orders.created"], subscribe: ["orders.*"] },
    seller: { broker: "west", publish: ["orders.paid"], subscribe: ["orders.created"] },
    office: { broker: "core", subscribe: ["orders.created"] },
    members: { broker: "site", subscribe: ["orders.paid"], group: "workers" },
  },
};

async function uplinkOf(mesh: RunningMesh, instance: string): Promise<string | undefined> {
  const { leafs } = (await mesh.server(instance).ask("/leafz")) as {
    leafs?: { name: string; is_spoke: boolean }[];
  };
  return leafs?.find((leaf) => leaf.is_spoke)?.name;
}

/** Brings the two instances of the edge to two different instances of one hub. */
async function split(mesh: RunningMesh): Promise<void> {
  await mesh.server("core-0").stop("SIGKILL");
  const moved = async () =>
    (await uplinkOf(mesh, "site-0")) === "core-1" && (await uplinkOf(mesh, "site-1")) === "core-1";
  expect(await until(moved, 10_000)).toBe(true);
  await mesh.start("core-0");
  await mesh.server("site-1").stop("SIGKILL");
  await mesh.start("site-1");
  expect(await until(async () => (await uplinkOf(mesh, "site-1")) === "core-0", 10_000)).toBe(true);
  expect(await uplinkOf(mesh, "site-0")).toBe("core-1");
  await mesh.linked();
}

test.concurrent.each(triedVersions)(
  "NATS %s: an edge of two instances gets each event once, at one instance of its hub or at two",
  (version) =>
    withMesh(version, small, async (mesh) => {
      for (const arrange of [async () => undefined, split]) {
        await arrange(mesh);
        const created = [
          await listen(mesh, "local", "site-0", "orders.created"),
          await listen(mesh, "local", "site-1", "orders.created"),
          await listen(mesh, "office", "core-0", "orders.created"),
          await listen(mesh, "office", "core-1", "orders.created"),
          await listen(mesh, "seller", "west-0", "orders.created"),
        ];
        const paid = [
          await listen(mesh, "local", "site-0", "orders.paid"),
          await listen(mesh, "local", "site-1", "orders.paid"),
        ];
        const group = [
          await listen(mesh, "members", "site-0", "orders.paid", "workers"),
          await listen(mesh, "members", "site-1", "orders.paid", "workers"),
        ];
        await settle(mesh, { application: "local", instance: "site-0", subject: "orders.created" }, created);
        await settle(mesh, { application: "seller", instance: "west-0", subject: "orders.paid" }, paid);
        await quiet([...created, ...paid, ...group]);
        for (const { texts } of group) texts.length = 0;
        for (const instance of ["site-0", "site-1"])
          await publish(mesh, "local", instance, "orders.created", 50);
        await publish(mesh, "seller", "west-0", "orders.paid", 50);
        await quiet([...created, ...paid, ...group]);
        expect(created.map(({ texts }) => texts.length)).toEqual([100, 100, 100, 100, 100]);
        expect(paid.map(({ texts }) => texts.length)).toEqual([50, 50]);
        expect(group.flatMap(({ texts }) => texts)).toHaveLength(50);
        await Promise.all([...created, ...paid, ...group].map((listener) => listener.close()));
      }
    }),
);

const twoUplinks: SmallMesh = {
  ...small,
  brokers: {
    core: { role: "hub" },
    west: { role: "hub" },
    site: { role: "edge", replicas: 2, uplink: ["core", "west"] },
  },
};

test.concurrent.each(triedVersions)(
  "NATS %s: an edge of two instances at two hubs gets its own events twice, so the engine refuses it",
  (version) =>
    withMesh(
      version,
      twoUplinks,
      async (mesh) => {
        await mesh.server("core-0").stop("SIGKILL");
        expect(await until(async () => (await uplinkOf(mesh, "site-0")) === "west-0", 10_000)).toBe(true);
        await mesh.start("core-0");
        await mesh.server("site-1").stop("SIGKILL");
        await mesh.start("site-1");
        expect(await until(async () => (await uplinkOf(mesh, "site-1")) === "core-0", 10_000)).toBe(true);
        await mesh.linked();
        const there = await listen(mesh, "local", "site-1", "orders.created");
        await settle(mesh, { application: "local", instance: "site-0", subject: "orders.created" }, [there]);
        await publish(mesh, "local", "site-0", "orders.created", 50);
        await quiet([there]);
        expect(there.texts).toHaveLength(100);
      },
      { check: false },
    ),
);
