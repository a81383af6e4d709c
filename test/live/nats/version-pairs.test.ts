import { expect, test } from "vitest";
import type { Addressing } from "../../../compiler/model/address.ts";
import { factsOf } from "../../../targets/engines/nats/versions.ts";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import { loopback } from "../../nats/loopback.ts";
import { startMesh } from "../../nats/running-mesh.ts";
import { type SmallMesh, topologyOf } from "../../nats/small-mesh.ts";
import { listen, publish, quiet, settle } from "../../nats/traffic.ts";

/** A hub of two servers of one version, and an edge of another. */
function pair(hub: string, edge: string): SmallMesh {
  return {
    brokers: {
      core: { role: "hub", replicas: 2, version: hub },
      site: { role: "edge", uplink: ["core"], version: edge },
    },
    domains: { orders: ["created"] },
    applications: {
      shop: { broker: "site", publish: ["orders.created"] },
      billing: { broker: "core", subscribe: ["orders.created"] },
    },
  };
}

/** All of them, and in the ordinary run those with the newest version. */
const pairs = natsServerVersions
  .flatMap((hub) => natsServerVersions.map((edge) => ({ hub, edge })))
  .filter(({ hub, edge }) => hub !== edge)
  .filter(
    ({ hub, edge }) => process.env["LIVE_PAIRS"] || [hub, edge].includes(natsServerVersions.at(-1) ?? ""),
  );

test.each(pairs)("a site of NATS $edge links to a hub of $hub, and finds it again", async ({ hub, edge }) => {
  const topology = topologyOf(pair(hub, edge));
  const versions = new Map([
    ["core", hub],
    ["site", edge],
  ]);
  const mesh = await startMesh(topology, hub, { versions });
  try {
    const heard = [await listen(mesh, "billing", "core-1", "orders.created")];
    const from = { application: "shop", instance: "site-0", subject: "orders.created" };
    await settle(mesh, from, heard);
    await mesh.restart("core-0");
    await mesh.linked();
    await settle(mesh, from, heard);
    await publish(mesh, "shop", "site-0", "orders.created", 20);
    await quiet(heard);
    expect(heard.map(({ texts }) => texts.length)).toEqual([20]);
  } finally {
    await mesh.stop();
  }
});

test.each(natsServerVersions)(
  "a site of NATS %s that is told an address which leads nowhere finds the hub again by the one that it dials",
  async (edge) => {
    const topology = topologyOf(pair("2.15.1", edge));
    const direct = await loopback(topology);
    const addressing: Addressing = {
      ...direct,
      // From outside the environment of both. Nothing listens on the port that TCP has for nobody.
      dial: (instance, listener, environment) =>
        environment === undefined && listener === "leafnode"
          ? { host: "127.0.0.2", port: 1 }
          : direct.dial(instance, listener, environment),
    };
    const versions = new Map([
      ["core", "2.15.1"],
      ["site", edge],
    ]);
    const mesh = await startMesh(topology, "2.15.1", { versions, addressing });
    try {
      await mesh.restart("core-0");
      await mesh.restart("core-1");
      await mesh.linked();
      const tried = mesh.server("site-0").log().includes("127.0.0.2:1");
      expect(tried).toBe(!factsOf(edge)?.ignoresTold);
    } finally {
      await mesh.stop();
    }
  },
);
