import { jetstream, type JsMsg } from "@nats-io/jetstream";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import type { RunningMesh } from "../../nats/running-mesh.ts";
import type { SmallMesh } from "../../nats/small-mesh.ts";
import { provisionMesh } from "../../nats/provision-mesh.ts";
import { replyOf } from "../../nats/reply-of.ts";
import { until } from "../../nats/until.ts";
import { withMesh } from "../../nats/with-mesh.ts";

/** What `duplicates: none` asks for: readers where the events, or a copy of them, are stored. */
const small: SmallMesh = {
  brokers: {
    core: { role: "hub", replicas: 3, storage: true },
    west: { role: "hub", storage: true },
    site: { role: "edge", uplink: ["core"] },
  },
  domains: { orders: ["created"] },
  stored: ["orders"],
  applications: {
    till: { broker: "site", publish: ["orders.created"] },
    billing: { broker: "core", subscribe: ["orders.created"], durable: true },
    books: { broker: "west", subscribe: ["orders.created"], durable: true },
  },
};
const events = 240;

function stubborn(mesh: RunningMesh, application: string, instance: string) {
  return mesh.client(`application.${application}`, instance, {
    inboxPrefix: `_INBOX_${application}`,
    reconnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 200,
  });
}

/** Publishes with an id, again until it is acknowledged; every tenth once more, as if that had been lost. */
async function publishAll(
  mesh: RunningMesh,
  at: Readonly<Record<number, () => Promise<void>>>,
): Promise<void> {
  const connection = await stubborn(mesh, "till", "site-0");
  const publish = async (number: number) => {
    const options = { msgID: `order-${number}`, timeout: 1_000 };
    const sent = () => jetstream(connection).publish("orders.created", String(number), options);
    const stored = await until(
      () =>
        sent().then(
          () => true,
          () => false,
        ),
      40_000,
    );
    if (!stored) throw new Error(`${number} was not stored`);
  };
  const disturbances: Promise<void>[] = [];
  for (let number = 0; number < events; number++) {
    await publish(number);
    if (number % 10 === 0) await publish(number);
    const disturb = at[number];
    if (disturb) disturbances.push(disturb());
    await sleep(10);
  }
  await Promise.all(disturbances);
}

/** Reads and acknowledges until each acknowledgement is confirmed; all that came, in order. */
async function readAll(mesh: RunningMesh, application: string, instance: string, stream: string) {
  const connection = await stubborn(mesh, application, instance);
  const came: string[] = [];
  // The client's own `ackAck` sends once only, so one lost with the leader would never be confirmed.
  const acknowledge = (message: JsMsg) =>
    connection.request(replyOf(message), "+ACK", { timeout: 1_000 }).then(
      () => true,
      () => false,
    );
  const confirmed = (message: JsMsg) => until(() => acknowledge(message), 40_000);
  const end = performance.now() + 80_000;
  while (new Set(came).size < events && performance.now() < end) {
    try {
      const consumer = await jetstream(connection).consumers.get(stream, application);
      for await (const message of await consumer.fetch({ max_messages: 20, expires: 1_000 })) {
        came.push(message.string());
        if (!(await confirmed(message))) throw new Error("an acknowledgement was never confirmed");
      }
    } catch {
      await sleep(200);
    }
  }
  return came;
}

test.concurrent.each(natsServerVersions)(
  "NATS %s: with ids and confirmed acknowledgements nothing is lost or comes twice, whatever is killed or cut off",
  (version) =>
    withMesh(version, small, async (mesh) => {
      await provisionMesh(mesh);
      const [billing, books] = [
        readAll(mesh, "billing", "core-1", "orders"),
        readAll(mesh, "books", "west-0", "orders_at_west"),
      ];
      await publishAll(mesh, {
        60: async () => {
          await mesh.server("core-0").stop("SIGKILL");
          await sleep(1_000);
          await mesh.start("core-0");
        },
        150: async () => {
          process.kill(mesh.server("west-0").pid, "SIGSTOP");
          await sleep(4_000);
          process.kill(mesh.server("west-0").pid, "SIGCONT");
        },
      });
      const all = Array.from({ length: events }, (_, number) => String(number));
      expect((await billing).toSorted((a, b) => Number(a) - Number(b))).toEqual(all);
      expect((await books).toSorted((a, b) => Number(a) - Number(b))).toEqual(all);
    }),
);
