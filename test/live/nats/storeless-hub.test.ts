import { jetstream } from "@nats-io/jetstream";
import { expect, test } from "vitest";
import { withChange } from "../../nats/change.ts";
import { provisionMesh } from "../../nats/provision-mesh.ts";
import type { RunningMesh } from "../../nats/running-mesh.ts";
import type { SmallMesh } from "../../nats/small-mesh.ts";
import { client, publishStored } from "../../nats/stored-mesh.ts";
import { triedVersions } from "../../nats/tried-versions.ts";

/** The home's three servers agree among themselves, so that the other hub neither stores nor votes. */
const small = (line: SmallMesh["brokers"][string]): SmallMesh => ({
  brokers: {
    core: { role: "hub", replicas: 3 },
    west: { role: "hub" },
    line: { role: "edge", uplink: ["west"], ...line },
  },
  domains: { orders: ["created"] },
  stored: ["orders"],
  applications: {
    shop: { broker: "core", publish: ["orders.created"] },
    branch: { broker: "west", publish: ["orders.created"] },
    books: { broker: "west", subscribe: ["orders.created"], durable: true },
    till: { broker: "line", publish: ["orders.created"] },
    packer: { broker: "line", subscribe: ["orders.created"], group: "workers" },
    sender: { broker: "core", subscribe: ["orders.created"], group: "workers" },
  },
});

const withOneMore = (mesh: SmallMesh): SmallMesh => ({
  ...mesh,
  applications: { ...mesh.applications, audit: { broker: "west", subscribe: ["orders.created"] } },
});

/** Reads the next event that waits at the home, by a durable of it. */
async function nextOf(
  mesh: RunningMesh,
  [application, instance, durable]: readonly [string, string, string],
): Promise<string | undefined> {
  const connection = await client(mesh, application, instance);
  // A hub is of the home's domain; an edge names it.
  const domain = instance.startsWith("line") ? { domain: "hub" } : {};
  const consumer = await jetstream(connection, domain).consumers.get("orders", durable);
  const message = await consumer.next({ expires: 2_000 });
  await message?.ackAck();
  await connection.close();
  return message?.string();
}

test.concurrent.each(
  triedVersions.flatMap((version) => [
    { version, edge: "stores nothing", line: {} },
    { version, edge: "stores", line: { storage: true } },
  ]),
)(
  "NATS $version: who reads at a hub that stores nothing, and at an edge of it that $edge, goes on after a reload of it",
  { timeout: 120_000 },
  ({ version, line }) =>
    withChange(version, small(line), withOneMore(small(line)), async ({ mesh, steps, take }) => {
      await provisionMesh(mesh);
      const read = async () => {
        const books = await nextOf(mesh, ["books", "west-0", "books"]);
        return [books, await nextOf(mesh, ["packer", "line-0", "group_workers"])];
      };
      const both = async (text: string) => {
        await publishStored(mesh, "branch", "west-0", text);
        const fromHub = await read();
        await publishStored(mesh, "till", "line-0", `${text} below`);
        return [...fromHub, ...(await read())];
      };
      expect(await both("before")).toEqual(["before", "before", "before below", "before below"]);
      expect(steps("west-0")).toEqual(["reload"]);
      await take("west-0");
      expect(await both("after")).toEqual(["after", "after", "after below", "after below"]);
    }),
);
