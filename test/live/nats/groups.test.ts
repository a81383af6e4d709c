import { expect, test } from "vitest";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import type { SmallMesh } from "../../nats/small-mesh.ts";
import { type Listener, listen, numbers, publish, quiet, settle } from "../../nats/traffic.ts";
import { until } from "../../nats/until.ts";
import { withMesh } from "../../nats/with-mesh.ts";

const workers = { subscribe: ["orders.created"], group: "workers" };
const small: SmallMesh = {
  brokers: {
    a: { role: "hub", replicas: 2 },
    b: { role: "hub" },
    site: { role: "edge", uplink: ["a"] },
    line: { role: "edge", uplink: ["site"] },
  },
  domains: { orders: ["created", "paid"] },
  applications: {
    hubshop: { broker: "b", publish: ["orders.created"] },
    lineshop: { broker: "line", publish: ["orders.created"] },
    atb: { broker: "b", ...workers },
    ata: { broker: "a", ...workers },
    atsite: { broker: "site", ...workers },
    atline: { broker: "line", ...workers },
  },
};

function all(listeners: readonly Listener[]): readonly string[] {
  return listeners.flatMap(({ texts }) => texts).toSorted((x, y) => Number(x) - Number(y));
}

/** Members of one group at each of some places, which hear a publisher's events between them. */
const places = [
  { members: ["atb", "ata", "atsite", "atline"] },
  { members: ["ata"] },
  { members: ["atb"] },
  { members: ["atsite", "atline"] },
  { members: ["ata", "atline"] },
] as const;

test.concurrent.each(natsServerVersions)(
  "NATS %s: a group hears each event once, wherever its members and the publisher are",
  (version) =>
    withMesh(version, small, async (mesh) => {
      const instance = { atb: "b-0", ata: "a-1", atsite: "site-0", atline: "line-0" } as const;
      for (const { members } of places) {
        const clients = await Promise.all(
          members.map((name) => mesh.client(`application.${name}`, instance[name])),
        );
        const heard: string[] = [];
        for (const client of clients) {
          client.subscribe("orders.created", {
            queue: "workers",
            callback: (_, message) => void heard.push(message.string()),
          });
          await client.flush();
        }
        for (const [shop, at] of [
          ["hubshop", "b-0"],
          ["lineshop", "line-0"],
        ] as const) {
          const hears = async () => {
            await publish(mesh, shop, at, "orders.created", 1);
            return heard.length > 0;
          };
          expect(await until(hears, 5_000), `${members.join()} hears ${shop}`).toBe(true);
          await quiet([{ texts: heard }]);
          heard.length = 0;
          await publish(mesh, shop, at, "orders.created", 100);
          await quiet([{ texts: heard }]);
          expect(
            heard.toSorted((x, y) => Number(x) - Number(y)),
            `${members.join()} hears ${shop}`,
          ).toEqual(numbers(100));
          heard.length = 0;
        }
        await Promise.all(clients.map((client) => client.close()));
      }
    }),
);

test.concurrent.each(natsServerVersions)("NATS %s: a right of a group is none outside it", (version) =>
  withMesh(version, small, async (mesh) => {
    const outside = await listen(mesh, "ata", "a-0", "orders.created");
    const other = await listen(mesh, "ata", "a-0", "orders.created", "others");
    const inside = await listen(mesh, "ata", "a-0", "orders.created", "workers");
    await settle(mesh, { application: "hubshop", instance: "b-0", subject: "orders.created" }, [inside]);
    expect(outside.errors.join()).toMatch(/[Pp]ermissions [Vv]iolation/);
    expect(other.errors.join()).toMatch(/[Pp]ermissions [Vv]iolation/);
    expect(all([outside, other])).toEqual([]);
  }),
);
