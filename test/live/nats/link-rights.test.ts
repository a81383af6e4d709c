import { expect, test } from "vitest";
import type { Topology } from "../../../compiler/model/topology.ts";
import { leafnode } from "../../../targets/engines/nats/link-kinds.ts";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import type { SmallMesh } from "../../nats/small-mesh.ts";
import { listen, numbers, publish, quiet, settle } from "../../nats/traffic.ts";
import { withMesh } from "../../nats/with-mesh.ts";

const small: SmallMesh = {
  brokers: { core: { role: "hub" }, site: { role: "edge", uplink: ["core"] } },
  domains: { orders: ["created"], plant: ["heat"] },
  applications: {
    everything: {
      broker: "core",
      publish: ["orders.created", "plant.heat"],
      subscribe: ["orders.created", "plant.heat"],
    },
    local: {
      broker: "site",
      publish: ["orders.created", "plant.heat"],
      subscribe: ["orders.created", "plant.heat"],
    },
  },
};

/** The link with rights for `orders` only, in one direction or both. */
function narrowed(actions: readonly string[]) {
  return (topology: Topology): Topology => ({
    ...topology,
    identities: topology.identities.map((identity) => {
      if (identity.kind !== "link") return identity;
      const at = [...identity.at].map(([broker, grants]) => {
        const left = grants.filter(
          (grant) => grant.pattern[0] === "orders" && actions.includes(grant.action),
        );
        return [broker, left] as const;
      });
      return { ...identity, at: new Map(at) };
    }),
  });
}

const rows = natsServerVersions.flatMap((version) =>
  [["publish", "subscribe"], ["publish"], ["subscribe"]].map((actions) => ({ version, actions })),
);

test.concurrent.each(rows)(
  "NATS $version: over a leaf link goes what its rights to $actions say, and no more",
  ({ version, actions }) =>
    withMesh(
      version,
      small,
      async (mesh) => {
        const up = [
          await listen(mesh, "everything", "core-0", "orders.created"),
          await listen(mesh, "everything", "core-0", "plant.heat"),
        ] as const;
        const down = [
          await listen(mesh, "local", "site-0", "orders.created"),
          await listen(mesh, "local", "site-0", "plant.heat"),
        ] as const;
        const allowed = { up: actions.includes("publish"), down: actions.includes("subscribe") };
        if (allowed.up)
          await settle(mesh, { application: "local", instance: "site-0", subject: "orders.created" }, [
            up[0],
          ]);
        if (allowed.down)
          await settle(mesh, { application: "everything", instance: "core-0", subject: "orders.created" }, [
            down[0],
          ]);
        await quiet([...up, ...down]);
        for (const listener of [...up, ...down]) listener.texts.length = 0;
        for (const subject of ["orders.created", "plant.heat"])
          await publish(mesh, "local", "site-0", subject, 20);
        await quiet([...up, ...down]);
        expect(up.map(({ texts }) => texts)).toEqual([allowed.up ? numbers(20) : [], []]);
        for (const listener of [...up, ...down]) listener.texts.length = 0;
        for (const subject of ["orders.created", "plant.heat"])
          await publish(mesh, "everything", "core-0", subject, 20);
        await quiet([...up, ...down]);
        expect(down.map(({ texts }) => texts)).toEqual([allowed.down ? numbers(20) : [], []]);
        expect(leafnode.filters).toBe(true);
      },
      { edit: narrowed(actions) },
    ),
);
