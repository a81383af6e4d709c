import { expect, test } from "vitest";
import { jetstream } from "@nats-io/jetstream";
import { natsLive } from "../../nats/nats-live.ts";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import type { RunningMesh } from "../../nats/running-mesh.ts";
import type { SmallMesh } from "../../nats/small-mesh.ts";
import { provisionMesh } from "../../nats/provision-mesh.ts";
import { client, publishStored } from "../../nats/stored-mesh.ts";
import { until } from "../../nats/until.ts";
import { withMesh } from "../../nats/with-mesh.ts";
import { triedVersions } from "../../nats/tried-versions.ts";

const nats = await natsLive();

/** The home has one server, so that the other hub has to vote; the edge and the one below it store nothing. */
const small: SmallMesh = {
  brokers: {
    core: { role: "hub" },
    west: { role: "hub" },
    site: { role: "edge", uplink: ["core"] },
    line: { role: "edge", uplink: ["site"] },
  },
  domains: { orders: ["created", "paid"] },
  stored: ["orders"],
  applications: {
    shop: { broker: "core", publish: ["orders.created"] },
    branch: { broker: "west", publish: ["orders.created"] },
    till: { broker: "line", publish: ["orders.created"] },
    billing: { broker: "core", subscribe: ["orders.created"], durable: true },
    books: { broker: "west", subscribe: ["orders.*"], durable: true },
    packer: { broker: "line", subscribe: ["orders.created"], group: "workers" },
    sender: { broker: "west", subscribe: ["orders.created"], group: "workers" },
  },
};

/** Reads what waits for a durable, with that application's rights only. */
async function readAll(
  mesh: RunningMesh,
  application: string,
  instance: string,
  durable: string,
  stream = "orders",
): Promise<readonly string[]> {
  const connection = await client(mesh, application, instance);
  const domain = instance.startsWith("line") ? { domain: "hub" } : {};
  const consumer = await jetstream(connection, domain).consumers.get(stream, durable);
  const texts: string[] = [];
  for (;;) {
    const message = await consumer.next({ expires: 1_000 });
    if (!message) break;
    if (!(await message.ackAck())) throw new Error("an acknowledgement was not taken");
    texts.push(message.string());
  }
  await connection.close();
  return texts;
}

test.concurrent.each(triedVersions)(
  "NATS %s: what is published anywhere is stored at home and read anywhere by durables, once each",
  (version) =>
    withMesh(version, small, async (mesh) => {
      expect(await provisionMesh(mesh)).toEqual(["made", "made", "made", "made"]);
      expect(await provisionMesh(mesh)).toEqual(["unchanged", "unchanged", "unchanged", "unchanged"]);
      for (const [application, instance] of [
        ["shop", "core-0"],
        ["branch", "west-0"],
        ["till", "line-0"],
      ] as const)
        expect(await publishStored(mesh, application, instance, application)).toBe("orders");
      const all = ["shop", "branch", "till"];
      expect(await readAll(mesh, "billing", "core-0", "billing")).toEqual(all);
      expect(await readAll(mesh, "books", "west-0", "books")).toEqual(all);
      expect(await readAll(mesh, "packer", "line-0", "group_workers")).toEqual(all);
      expect(await readAll(mesh, "sender", "west-0", "group_workers")).toEqual([]);
    }),
);

test.concurrent.each(triedVersions)(
  "NATS %s: nobody reads by another's durable, and what waits outlives a restart of its home",
  (version) =>
    withMesh(version, small, async (mesh) => {
      await provisionMesh(mesh);
      await publishStored(mesh, "till", "line-0", "kept");
      await expect(readAll(mesh, "billing", "core-0", "books")).rejects.toThrow(/[Pp]ermission/);
      await mesh.server("core-0").stop();
      await mesh.start("core-0");
      await mesh.linked();
      const back = await until(async () => {
        const texts = await readAll(mesh, "billing", "core-0", "billing").catch(() => []);
        return texts.length === 1 && texts[0] === "kept";
      }, 30_000);
      expect(back).toBe(true);
    }),
);

/** A reader at a hub that stores, another at one that does not. */
const mirrored: SmallMesh = {
  ...small,
  brokers: { ...small.brokers, core: { role: "hub", storage: true }, west: { role: "hub", storage: true } },
};

test.concurrent.each(triedVersions)(
  "NATS %s: who reads from a copy reads on while the home is away, and gets the rest once it is back",
  (version) =>
    withMesh(version, mirrored, async (mesh) => {
      expect(await provisionMesh(mesh)).toEqual(["made", "made", "made", "made", "made"]);
      await publishStored(mesh, "shop", "core-0", "first");
      await publishStored(mesh, "branch", "west-0", "second");
      const copied = await until(async () => {
        const jsz = await mesh.server("west-0").ask("/jsz?streams=true");
        return JSON.stringify(jsz).includes('"messages":2');
      }, 10_000);
      expect(copied).toBe(true);
      await mesh.server("core-0").stop();
      expect(await readAll(mesh, "books", "west-0", "books", "orders_at_west")).toEqual(["first", "second"]);
      await mesh.start("core-0");
      await mesh.linked();
      const rest = await until(async () => {
        await publishStored(mesh, "till", "line-0", "third").catch(() => undefined);
        return (await readAll(mesh, "books", "west-0", "books", "orders_at_west")).at(-1) === "third";
      }, 30_000);
      expect(rest).toBe(true);
    }),
);

/** A home that needs nobody to vote, and readers at and below a hub that stores nothing. */
const far: SmallMesh = {
  ...small,
  brokers: {
    core: { role: "hub", replicas: 3 },
    west: { role: "hub" },
    site: { role: "edge", uplink: ["west"] },
    line: { role: "edge", uplink: ["site"] },
  },
};

test.concurrent.each(triedVersions)(
  "NATS %s: from a hub that stores nothing, and below it, the home is published to and read all the same",
  (version) =>
    withMesh(version, far, async (mesh) => {
      expect(await provisionMesh(mesh)).toEqual(["made", "made", "made", "made"]);
      await publishStored(mesh, "branch", "west-0", "branch");
      await publishStored(mesh, "till", "line-0", "till");
      expect(await readAll(mesh, "books", "west-0", "books")).toEqual(["branch", "till"]);
      expect(await readAll(mesh, "packer", "line-0", "group_workers")).toEqual(["branch", "till"]);
    }),
);

const bytes = (text: string) => new TextEncoder().encode(text);

/** Logs in as verify does. */
function probe(mesh: RunningMesh, application: string, instance: string) {
  const options = {
    seed: mesh.keys.seed(`application.${application}`),
    inboxPrefix: `_INBOX_${application}`,
  };
  return nats.connect({ host: "127.0.0.1", port: mesh.server(instance).port("nats") }, options);
}

function durableAddress(consumer: string) {
  return { stream: "orders", consumer, lookUp: "", request: "", acknowledge: "" };
}

test("what waits for an application is left to it, and too much of it is told", () =>
  withMesh(natsServerVersions.at(-1) ?? "", far, async (mesh) => {
    await provisionMesh(mesh);
    const from = durableAddress("billing");
    const shop = await probe(mesh, "shop", "core-0");
    expect(await shop.publish("orders.created", bytes("own"), { stored: true })).toEqual({
      storedBy: ["orders"],
      knownTo: [],
    });
    expect(await shop.publish("orders.created", bytes("other"), { stored: true })).toEqual({
      storedBy: ["orders"],
      knownTo: [],
    });
    const reader = await probe(mesh, "billing", "core-0");
    const { received } = await reader.read(from, (payload) =>
      new TextDecoder().decode(payload) === "own" ? "take" : "leave",
    );
    expect(await until(async () => received.length === 1, 5_000)).toBe(true);
    await reader.close();
    const left = await until(async () => {
      const texts = await readAll(mesh, "billing", "core-0", "billing");
      return texts.length === 1 && texts[0] === "other";
    }, 15_000);
    expect(left).toBe(true);

    await Promise.all(
      Array.from({ length: 501 }, () => shop.publish("orders.created", bytes("more"), { stored: true })),
    );
    const again = await probe(mesh, "billing", "core-0");
    expect((await again.read(from, () => "take")).refused).toMatch(/^501 events wait for the application/);
    const { received: own, refused } = await again.read(from, () => "take", 501);
    expect(refused).toBeUndefined();
    expect(await until(async () => own.length === 501, 15_000)).toBe(true);
    await again.close();
    await shop.close();
  }));

test("a publication that nobody stores is refused, and so is one to a durable that is not there", () =>
  withMesh(natsServerVersions.at(-1) ?? "", far, async (mesh) => {
    const shop = await probe(mesh, "shop", "core-0");
    expect((await shop.publish("orders.created", bytes("x"), { stored: true })).refused).toMatch(
      /not acknowledged as stored/,
    );
    await provisionMesh(mesh);
    const reader = await probe(mesh, "billing", "core-0");
    const missing = durableAddress("nobody");
    expect((await reader.read(missing, () => "take")).refused).toBeDefined();
    await Promise.all([reader.close(), shop.close()]);
  }));

test.concurrent.each(triedVersions)(
  "NATS %s: a repetition under the same message id is told from a new message",
  (version) =>
    withMesh(version, small, async (mesh) => {
      await provisionMesh(mesh);
      const till = await probe(mesh, "till", "line-0");
      const publish = (id: string) => till.publish("orders.created", bytes("x"), { stored: true, id });
      expect(await publish("first")).toEqual({ storedBy: ["orders"], knownTo: [] });
      expect(await publish("first")).toEqual({ storedBy: ["orders"], knownTo: ["orders"] });
      expect(await publish("second")).toEqual({ storedBy: ["orders"], knownTo: [] });
      await till.close();
    }),
);
