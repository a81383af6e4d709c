import { expect, test } from "vitest";
import type { Topology } from "../../../compiler/model/topology.ts";
import { leafnode } from "../../../targets/engines/nats/link-kinds.ts";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import type { RunningMesh } from "../../nats/running-mesh.ts";
import type { SmallMesh } from "../../nats/small-mesh.ts";
import { listen, numbers, publish, quiet, settle } from "../../nats/traffic.ts";
import { pause, until } from "../../nats/until.ts";
import { withMesh } from "../../nats/with-mesh.ts";

const tree: SmallMesh = {
  brokers: {
    a: { role: "hub" },
    b: { role: "hub" },
    site: { role: "edge", uplink: ["a", "b"] },
    line: { role: "edge", uplink: ["site"] },
    far: { role: "edge", uplink: ["b"] },
  },
  domains: { orders: ["created", "paid"], plant: ["heat"] },
  applications: {
    shop: { broker: "line", publish: ["orders.created"], subscribe: ["orders.paid"] },
    seller: { broker: "far", publish: ["orders.paid"], subscribe: ["orders.created"] },
    watcher: { broker: "site", subscribe: ["orders.*"] },
    auditor: { broker: "a", subscribe: ["orders.*"] },
    oven: { broker: "site", publish: ["plant.heat"] },
  },
};
const fromLine = { application: "shop", instance: "line-0", subject: "orders.created" };
const fromFar = { application: "seller", instance: "far-0", subject: "orders.paid" };

/** Names of the servers at which an instance's own leaf links are. */
async function uplinksOf(mesh: RunningMesh, instance: string): Promise<readonly string[]> {
  const { leafs } = (await mesh.server(instance).ask("/leafz")) as {
    leafs?: { name: string; is_spoke: boolean }[];
  };
  return (leafs ?? []).filter((leaf) => leaf.is_spoke).map((leaf) => leaf.name);
}

function uplinkIs(mesh: RunningMesh, instance: string, target: string): Promise<boolean> {
  return until(async () => (await uplinksOf(mesh, instance)).includes(target), 10_000);
}

test.concurrent.each(natsServerVersions)(
  "NATS %s: through a tree of leaf links each event comes once, in order, by its own name",
  (version) =>
    withMesh(version, tree, async (mesh) => {
      const up = [
        await listen(mesh, "watcher", "site-0", "orders.created"),
        await listen(mesh, "auditor", "a-0", "orders.created"),
        await listen(mesh, "seller", "far-0", "orders.created"),
      ];
      const down = [
        await listen(mesh, "auditor", "a-0", "orders.paid"),
        await listen(mesh, "watcher", "site-0", "orders.paid"),
        await listen(mesh, "shop", "line-0", "orders.paid"),
      ];
      await settle(mesh, fromLine, up);
      await settle(mesh, fromFar, down);
      await publish(mesh, "shop", "line-0", "orders.created", 300);
      await publish(mesh, "seller", "far-0", "orders.paid", 300);
      await quiet([...up, ...down]);
      for (const { texts, subjects } of [...up, ...down]) {
        expect(texts).toEqual(numbers(300));
        expect(new Set(subjects).size).toBe(1);
      }
      expect(await uplinksOf(mesh, "line-0")).toEqual(["site-0"]);
      expect(await uplinksOf(mesh, "a-0")).toEqual([]);
      const { transit, ordering, rename, dial } = leafnode;
      expect([transit, ordering, rename, dial]).toEqual(["any", "kept", "none", "edge"]);
    }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s: an event that nobody beyond a leaf link wants does not cross it",
  (version) =>
    withMesh(version, tree, async (mesh) => {
      await publish(mesh, "shop", "line-0", "orders.created", 50);
      await publish(mesh, "oven", "site-0", "plant.heat", 50);
      const auditor = await listen(mesh, "auditor", "a-0", "orders.created");
      await settle(mesh, fromLine, [auditor]);
      const crossed = async (instance: string) => {
        const { leafs } = (await mesh.server(instance).ask("/leafz")) as {
          leafs: { is_spoke: boolean; out_msgs: number }[];
        };
        return leafs.filter((leaf) => leaf.is_spoke).map((leaf) => leaf.out_msgs);
      };
      const [before = 0] = await crossed("site-0");
      await publish(mesh, "shop", "line-0", "orders.created", 20);
      await publish(mesh, "oven", "site-0", "plant.heat", 50);
      await quiet([auditor]);
      expect(await crossed("site-0")).toEqual([before + 20]);
      expect(leafnode.interest).toBe("propagates");
    }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s: a leaf link takes its targets in order, does not return, and keeps nothing",
  (version) =>
    withMesh(version, tree, async (mesh) => {
      expect(await uplinksOf(mesh, "site-0")).toEqual(["a-0"]);
      const seller = await listen(mesh, "seller", "far-0", "orders.created");
      await settle(mesh, fromLine, [seller]);
      await mesh.server("a-0").stop("SIGKILL");
      await publish(mesh, "shop", "line-0", "orders.created", 5);
      expect(await uplinkIs(mesh, "site-0", "b-0")).toBe(true);
      await quiet([seller]);
      expect(seller.texts).toEqual([]);
      await settle(mesh, fromLine, [seller]);
      await mesh.start("a-0");
      await pause(3_000);
      expect(await uplinksOf(mesh, "site-0")).toEqual(["b-0"]);
      await publish(mesh, "shop", "line-0", "orders.created", 50);
      await quiet([seller]);
      expect(seller.texts).toEqual(numbers(50));
      await mesh.server("b-0").stop("SIGKILL");
      expect(await uplinkIs(mesh, "site-0", "a-0")).toBe(true);
      expect([leafnode.failover, leafnode.durability]).toEqual(["ordered-stays", "none"]);
    }),
);

/** The site's link once to each of two hubs that are one super-cluster: a circle. */
function withSecondUplink(topology: Topology): Topology {
  const [first] = topology.links.filter((link) => link.name === "site.uplink");
  if (!first) throw new Error("the site has no uplink");
  const second = { ...first, name: "site.second", to: "b", standby: [] };
  const links = topology.links.map((link) => (link === first ? { ...link, standby: [] } : link));
  const identities = topology.identities.map((identity) =>
    identity.name === "link.site.uplink" ? [identity, { ...identity, name: "link.site.second" }] : [identity],
  );
  return { ...topology, links: [...links, second], identities: identities.flat() };
}

const circle: SmallMesh = {
  ...tree,
  brokers: { a: { role: "hub" }, b: { role: "hub" }, site: { role: "edge", uplink: ["a", "b"] } },
  applications: {
    watcher: { broker: "site", publish: ["orders.created"], subscribe: ["orders.created"] },
    auditor: { broker: "a", subscribe: ["orders.created"] },
  },
};

test.concurrent.each(natsServerVersions)(
  "NATS %s: leaf links that close a circle are cut, and nothing runs round it",
  (version) =>
    withMesh(
      version,
      circle,
      async (mesh) => {
        const logs = () => ["a-0", "b-0", "site-0"].map((name) => mesh.server(name).log());
        expect(await until(() => logs().some((log) => log.includes("Loop detected")), 10_000)).toBe(true);
        const watcher = await listen(mesh, "watcher", "site-0", "orders.created");
        await publish(mesh, "watcher", "site-0", "orders.created", 20);
        await quiet([watcher]);
        expect(watcher.texts).toEqual(numbers(20));
        expect([leafnode.loopGuard, leafnode.shape]).toEqual(["cut", "acyclic"]);
      },
      { edit: withSecondUplink, linked: false },
    ),
);
