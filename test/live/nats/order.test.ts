import { jetstream } from "@nats-io/jetstream";
import { expect, test } from "vitest";
import type { RunningMesh } from "../../nats/running-mesh.ts";
import type { SmallMesh } from "../../nats/small-mesh.ts";
import { provisionMesh } from "../../nats/provision-mesh.ts";
import { client } from "../../nats/stored-mesh.ts";
import { withMesh } from "../../nats/with-mesh.ts";
import { triedVersions } from "../../nats/tried-versions.ts";

/** Readers at the home, from a copy and beyond a leaf link; one of them takes events in only at the second attempt. */
const small: SmallMesh = {
  brokers: {
    core: { role: "hub", storage: true },
    west: { role: "hub", storage: true },
    site: { role: "edge", uplink: ["west"] },
  },
  domains: { orders: ["created"] },
  stored: ["orders"],
  ordered: ["orders"],
  applications: {
    shop: { broker: "site", publish: ["orders.created"] },
    billing: {
      broker: "core",
      subscribe: ["orders.created"],
      durable: true,
      terms: { "orders.created": { backoff: [300] } },
    },
    books: { broker: "west", subscribe: ["orders.created"], durable: true },
    far: { broker: "site", subscribe: ["orders.created"], durable: true },
  },
};

const keys = 3;
const events = 90;

/** Reads all events, of which it declines some, declines some for a while, and forgets some the first time. */
async function taken(
  mesh: RunningMesh,
  application: string,
  instance: string,
  stream: string,
  forgets: boolean,
) {
  const connection = await client(mesh, application, instance);
  const domain = instance.startsWith("site") ? { domain: "hub" } : {};
  const consumer = await jetstream(connection, domain).consumers.get(stream, `${application}__created`);
  const texts: string[] = [];
  let again = 0;
  const end = performance.now() + 60_000;
  while (texts.length < events && performance.now() < end) {
    for await (const message of await consumer.fetch({ max_messages: 20, expires: 1_000 })) {
      const number = Number(message.string());
      if (message.info.deliveryCount > 1) again += 1;
      else if (number % 10 === 3) {
        message.nak();
        continue;
      } else if (number % 10 === 5) {
        message.nak(50);
        continue;
      } else if (forgets && number % 30 === 7) continue;
      texts.push(message.string());
      if (!(await message.ackAck())) throw new Error("an acknowledgement was not taken");
    }
  }
  await connection.close();
  return { texts, again };
}

test.concurrent.each(triedVersions)(
  "NATS %s: events of one key keep their order, though some of them come again",
  (version) =>
    withMesh(version, small, async (mesh) => {
      await provisionMesh(mesh);
      expect((await provisionMesh(mesh)).every((done) => done === "unchanged")).toBe(true);
      const shop = await client(mesh, "shop", "site-0");
      const sent = Array.from({ length: events }, (_, number) => String(number));
      for (const text of sent)
        await jetstream(shop).publish(`orders.k${Number(text) % keys}.created`, text, { timeout: 5_000 });
      for (const [application, instance, stream, forgets] of [
        ["billing", "core-0", "orders_at_core", true],
        ["books", "west-0", "orders", false],
        ["far", "site-0", "orders", false],
      ] as const) {
        const { texts, again } = await taken(mesh, application, instance, stream, forgets);
        expect(texts).toEqual(sent);
        expect(again).toBeGreaterThanOrEqual(18);
      }
    }),
);
