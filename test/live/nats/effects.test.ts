import { expect, test } from "vitest";
import { factsOf } from "../../../targets/engines/nats/versions.ts";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import { withChange } from "../../nats/change.ts";
import type { SmallApplication, SmallBroker, SmallMesh } from "../../nats/small-mesh.ts";
import { listen, numbers, publish, quiet, settle } from "../../nats/traffic.ts";
import { until } from "../../nats/until.ts";

const domains = { orders: ["created", "paid"], plant: ["heat", "cold"] };
const shop: SmallApplication = { broker: "core", publish: ["orders.created"] };
const billing: SmallApplication = { broker: "core", subscribe: ["orders.created"] };
const one = (applications: Record<string, SmallApplication>): SmallMesh => ({
  brokers: { core: {} },
  domains,
  applications,
});

test.concurrent.each(natsServerVersions)("NATS %s: no change takes no step", (version) =>
  withChange(version, one({ shop, billing }), one({ shop, billing }), async ({ steps }) => {
    expect(steps("core-0")).toEqual([]);
  }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s: an application that comes is let in, nobody else notices",
  (version) =>
    withChange(version, one({ shop }), one({ shop, billing }), async ({ mesh, steps, take }) => {
      const client = await mesh.client("application.shop", "core-0");
      await expect(mesh.client("application.billing", "core-0")).rejects.toThrow(/[Aa]uthorization/);
      expect(steps("core-0")).toEqual(["reload"]);
      await take("core-0");
      await mesh.client("application.billing", "core-0");
      await client.flush();
    }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s: an application that goes is cut off, nobody else notices",
  (version) =>
    withChange(version, one({ shop, billing }), one({ shop }), async ({ mesh, steps, take }) => {
      const stays = await mesh.client("application.shop", "core-0");
      const goes = await mesh.client("application.billing", "core-0");
      expect(steps("core-0")).toEqual(["reload"]);
      await take("core-0");
      expect(await until(() => goes.isClosed(), 3_000)).toBe(true);
      await expect(mesh.client("application.billing", "core-0")).rejects.toThrow(/[Aa]uthorization/);
      await stays.flush();
    }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s: a changed right of an application binds on its open connection",
  (version) => {
    const wider = { ...shop, publish: ["orders.*"] };
    const reader = { ...billing, subscribe: ["orders.*"] };
    return withChange(
      version,
      one({ shop, reader }),
      one({ shop: wider, reader }),
      async ({ mesh, steps, take }) => {
        const paid = await listen(mesh, "reader", "core-0", "orders.paid");
        const client = await mesh.client("application.shop", "core-0");
        client.publish("orders.paid", "0");
        await client.flush();
        await quiet([paid]);
        expect(paid.texts).toEqual([]);
        expect(steps("core-0")).toEqual(["reload"]);
        await take("core-0");
        client.publish("orders.paid", "1");
        await client.flush();
        await quiet([paid]);
        expect(paid.texts).toEqual(["1"]);
      },
    );
  },
);

const withSite = (
  extra: Record<string, SmallBroker>,
  applications: Record<string, SmallApplication>,
): SmallMesh => ({
  brokers: { core: { role: "hub" }, site: { role: "edge", uplink: ["core"] }, ...extra },
  domains,
  applications: { oven: { broker: "core", publish: ["plant.*", "orders.*"] }, ...applications },
});

test.concurrent.each(natsServerVersions)(
  "NATS %s: a changed right of a leaf link binds once it has logged in anew",
  (version) => {
    const before = withSite({}, { watcher: { broker: "site", subscribe: ["orders.created"] } });
    const after = withSite({}, { watcher: { broker: "site", subscribe: ["orders.created", "plant.heat"] } });
    return withChange(version, before, after, async ({ mesh, steps, take, reload }) => {
      expect(steps("site-0")).toEqual(["reload"]);
      await take("site-0");
      const heat = await listen(mesh, "watcher", "site-0", "plant.heat");
      expect(steps("core-0")).toEqual(["reload", "reconnect link.site.uplink"]);
      expect(await reload("core-0")).toBe("taken");
      await publish(mesh, "oven", "core-0", "plant.heat", 20);
      await quiet([heat]);
      expect(heat.texts, "a reload alone changes nothing for a connected leaf").toEqual([]);
      const oven = await mesh.client("application.oven", "core-0");
      await take("core-0");
      await mesh.linked();
      await settle(mesh, { application: "oven", instance: "core-0", subject: "plant.heat" }, [heat]);
      await publish(mesh, "oven", "core-0", "plant.heat", 20);
      await quiet([heat]);
      expect(heat.texts).toEqual(numbers(20));
      expect(oven.isClosed(), "clients of the hub stay").toBe(false);
    });
  },
);

test.concurrent.each(natsServerVersions)(
  "NATS %s: a leaf link that is taken away ends, others stay",
  (version) => {
    const other: Record<string, SmallBroker> = { other: { role: "edge", uplink: ["core"] } };
    const gone = withSite(other, {});
    const left = {
      ...withSite({}, {}),
      brokers: { core: { role: "hub" }, other: other["other"] ?? {} },
    } as const;
    return withChange(version, gone, left, async ({ mesh, steps, take }) => {
      const leaves = async () => {
        const { leafs } = (await mesh.server("core-0").ask("/leafz")) as {
          leafs?: { name: string; port: number }[];
        };
        return new Map((leafs ?? []).map(({ name, port }) => [name, port]));
      };
      const before = await leaves();
      expect(steps("core-0")).toEqual(["reload", "reconnect link.site.uplink"]);
      await take("core-0");
      expect(await until(async () => !(await leaves()).has("site-0"), 3_000)).toBe(true);
      expect(await until(() => /authorization|Authorization/.test(mesh.server("site-0").log()), 5_000)).toBe(
        true,
      );
      await until(async () => (await leaves()).has("other-0"), 5_000);
      const after = await leaves();
      expect([...after.keys()]).toEqual(["other-0"]);
      expect(after.get("other-0"), "it was not even touched").toBe(before.get("other-0"));
    });
  },
);

const sized = (replicas: number): SmallMesh => ({
  brokers: { core: { replicas } },
  domains,
  applications: { shop, billing },
});

test.concurrent.each(natsServerVersions)(
  "NATS %s: a cluster takes one more instance by a reload",
  (version) =>
    withChange(version, sized(2), sized(3), async ({ mesh, after, instance, steps, take }) => {
      const client = await mesh.client("application.shop", "core-0");
      for (const name of ["core-0", "core-1"]) expect(steps(name)).toEqual(["reload"]);
      await mesh.start("core-2", instance("core-2"));
      for (const name of ["core-0", "core-1"]) await take(name);
      await mesh.linked(after);
      await client.flush();
    }),
);

interface Restart {
  readonly what: string;
  readonly from: SmallMesh;
  readonly to: SmallMesh;
  readonly at: string;
}
const hubs = (...names: readonly string[]): SmallMesh => ({
  brokers: Object.fromEntries(names.map((name) => [name, { role: "hub" as const }])),
});
const restarts: readonly Restart[] = [
  { what: "the first cluster", from: sized(1), to: sized(2), at: "core-0" },
  { what: "one more hub", from: hubs("core", "west"), to: hubs("core", "west", "asia"), at: "core-0" },
  { what: "the first other hub", from: hubs("core"), to: hubs("core", "west"), at: "core-0" },
  { what: "a hub less", from: hubs("core", "west", "asia"), to: hubs("core", "west"), at: "core-0" },
  {
    what: "the first leaf link",
    from: { brokers: { core: { role: "hub" } } },
    to: withSite({}, {}),
    at: "core-0",
  },
  {
    what: "a setting that a reload refuses",
    from: { brokers: { core: { settings: { max_pending: "32MB" } } } },
    to: { brokers: { core: { settings: { max_pending: "64MB" } } } },
    at: "core-0",
  },
];
const restartRows = restarts.flatMap((row) => natsServerVersions.map((version) => ({ ...row, version })));

test.concurrent.each(restartRows)(
  "NATS $version: $what takes a restart, since a reload refuses it",
  ({ version, from, to, at }) =>
    withChange(version, from, to, async ({ mesh, steps, take, reload }) => {
      expect(steps(at)).toEqual(["restart"]);
      expect(await reload(at)).toBe("refused");
      await take(at);
      expect(mesh.server(at).exited()).toBe(false);
    }),
);

const uplinks = (...uplink: readonly string[]): SmallMesh => ({
  brokers: { core: { role: "hub" }, west: { role: "hub" }, site: { role: "edge", uplink } },
});
const remoteRows = natsServerVersions.flatMap((version) => [
  { version, what: "one more target", from: uplinks("core"), to: uplinks("core", "west") },
  { version, what: "one target less", from: uplinks("core", "west"), to: uplinks("core") },
  { version, what: "another target", from: uplinks("core"), to: uplinks("west") },
]);

test.concurrent.each(remoteRows)(
  "NATS $version: $what of a leaf link is reloaded where the server takes it",
  ({ version, from, to }) =>
    withChange(version, from, to, async ({ mesh, after, steps, take, reload }) => {
      for (const hub of ["core-0", "west-0"]) {
        const kinds = new Set(steps(hub).map((step) => step.split(" ")[0]));
        if (kinds.size > 0) await take(hub);
      }
      const taken = factsOf(version)?.leafRemotes === "taken";
      expect(steps("site-0")).toEqual([taken ? "reload" : "restart"]);
      if (!taken) expect(await reload("site-0")).not.toBe("taken");
      await take("site-0");
      await mesh.linked(after);
    }),
);
