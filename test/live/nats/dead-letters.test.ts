import { AckPolicy, DeliverPolicy, jetstream, jetstreamManager } from "@nats-io/jetstream";
import { expect, test } from "vitest";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import type { RunningMesh } from "../../nats/running-mesh.ts";
import type { SmallMesh } from "../../nats/small-mesh.ts";
import { provisionMesh } from "../../nats/provision-mesh.ts";
import { client, publishStored } from "../../nats/stored-mesh.ts";
import { until } from "../../nats/until.ts";
import { withMesh } from "../../nats/with-mesh.ts";

const twice = { maxDeliver: 2, backoff: [200], deadLetter: true } as const;
const bounded = { "orders.created": twice };

/** Readers at the home, from a copy, beyond a leaf link and in a group. */
const small: SmallMesh = {
  brokers: {
    core: { role: "hub", storage: true },
    west: { role: "hub", storage: true },
    site: { role: "edge", uplink: ["west"] },
  },
  domains: { orders: ["created", "paid"] },
  stored: ["orders"],
  applications: {
    shop: { broker: "core", publish: ["orders.created"] },
    billing: { broker: "core", subscribe: ["orders.created"], durable: true, terms: bounded },
    books: { broker: "west", subscribe: ["orders.created"], durable: true, terms: bounded },
    far: { broker: "site", subscribe: ["orders.created"], durable: true, terms: bounded },
    packer: { broker: "site", subscribe: ["orders.created"], group: "workers", terms: bounded },
    other: { broker: "core", subscribe: ["orders.created"], durable: true },
  },
};

/** A durable, where its application reads it. */
interface Place {
  readonly application: string;
  readonly instance: string;
  readonly stream: string;
  readonly durable: string;
}

const billing = { application: "billing", instance: "core-0", stream: "orders", durable: "billing__created" };
const books = {
  application: "books",
  instance: "west-0",
  stream: "orders_at_west",
  durable: "books__created",
};
const far = { application: "far", instance: "site-0", stream: "orders", durable: "far__created" };
const packer = {
  application: "packer",
  instance: "site-0",
  stream: "orders",
  durable: "group_workers__created",
};

async function consumerOf(mesh: RunningMesh, { application, instance, stream, durable }: Place) {
  const connection = await client(mesh, application, instance);
  const domain = instance.startsWith("site") ? { domain: "hub" } : {};
  return { connection, consumer: await jetstream(connection, domain).consumers.get(stream, durable) };
}

/** Takes what comes and acknowledges none of it; declines it for good where `terminate` is said. */
async function takeNothingIn(mesh: RunningMesh, place: Place, terminate = false): Promise<number> {
  const { connection, consumer } = await consumerOf(mesh, place);
  let taken = 0;
  for (;;) {
    const message = await consumer.next({ expires: 1_000 });
    if (!message) break;
    taken += 1;
    if (terminate) message.term("no");
  }
  await connection.close();
  return taken;
}

/** Numbers of the events of which a durable's reader is told that they were given up. */
async function deadLetters(mesh: RunningMesh, place: Place): Promise<readonly number[]> {
  const { connection, consumer } = await consumerOf(mesh, { ...place, stream: `${place.stream}__dead` });
  const numbers: number[] = [];
  for (;;) {
    const message = await consumer.next({ expires: 1_000 });
    if (!message) break;
    numbers.push(message.json<{ stream_seq: number }>().stream_seq);
    if (!(await message.ackAck())) throw new Error("an acknowledgement was not taken");
  }
  await connection.close();
  return numbers;
}

test.concurrent.each(natsServerVersions)(
  "NATS %s: whoever gives an event up is told its number, wherever it reads, and nobody else is",
  (version) =>
    withMesh(version, small, async (mesh) => {
      const made = await provisionMesh(mesh);
      expect(made.every((done) => done === "made")).toBe(true);
      expect((await provisionMesh(mesh)).every((done) => done === "unchanged")).toBe(true);
      await publishStored(mesh, "shop", "core-0", "lost");
      expect(await takeNothingIn(mesh, far)).toBe(2);
      expect(await takeNothingIn(mesh, packer, true)).toBe(1);
      expect(await takeNothingIn(mesh, books)).toBe(2);
      expect(await deadLetters(mesh, far)).toEqual([1]);
      expect(await deadLetters(mesh, packer)).toEqual([1]);
      expect(await deadLetters(mesh, books)).toEqual([1]);
      expect(await deadLetters(mesh, billing)).toEqual([]);
      await expect(deadLetters(mesh, { ...far, durable: packer.durable })).rejects.toThrow(/[Pp]ermission/);
      await expect(deadLetters(mesh, { ...far, application: "other", instance: "core-0" })).rejects.toThrow(
        /[Pp]ermission/,
      );
    }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s: what is given up at a copy is told there while the home is away, and outlives a restart",
  (version) =>
    withMesh(version, small, async (mesh) => {
      await provisionMesh(mesh);
      await publishStored(mesh, "shop", "core-0", "lost");
      const copied = await until(async () => {
        const jsz = await mesh.server("west-0").ask("/jsz?streams=true");
        return JSON.stringify(jsz).includes('"messages":1');
      }, 10_000);
      expect(copied).toBe(true);
      await mesh.server("core-0").stop();
      // Reading can falter in the moment in which the other server goes.
      const givenUp = () => takeNothingIn(mesh, books).catch(() => 1);
      expect(await until(async () => (await givenUp()) === 0, 30_000)).toBe(true);
      await mesh.server("west-0").stop();
      await mesh.start("core-0");
      await mesh.start("west-0");
      await mesh.linked();
      const told = await until(async () => {
        const numbers = await deadLetters(mesh, books).catch(() => []);
        return numbers.length === 1 && numbers[0] === 1;
      }, 30_000);
      expect(told).toBe(true);
    }),
);

/** As the guide says it. */
test.concurrent.each(natsServerVersions)(
  "NATS %s: whoever has the provisioner's key gets an event by the number that a dead letter tells",
  (version) =>
    withMesh(
      version,
      { ...small, brokers: { ...small.brokers, core: { role: "hub", replicas: 3 } } },
      async (mesh) => {
        await provisionMesh(mesh);
        for (const text of ["first", "second", "third"]) await publishStored(mesh, "shop", "core-0", text);
        const connection = await mesh.client("provisioner", "core-0", { inboxPrefix: "_INBOX__provisioner" });
        const texts: string[] = [];
        const inbox = "_INBOX__provisioner.look";
        connection.subscribe(inbox, { callback: (_, message) => void texts.push(message.string()) });
        const manager = await jetstreamManager(connection, { checkAPI: false });
        await manager.consumers.add("orders", {
          name: "look",
          inactive_threshold: 1_000_000_000,
          deliver_subject: inbox,
          deliver_policy: DeliverPolicy.StartSequence,
          opt_start_seq: 2,
          ack_policy: AckPolicy.None,
        });
        expect(await until(async () => texts[0] === "second", 10_000)).toBe(true);
      },
    ),
);
