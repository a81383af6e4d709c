import { jetstream } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/transport-node";
import type { MqttClient } from "mqtt";
import { pause } from "../nats/until.ts";

/** What a publisher was told to be kept. */
export interface Published {
  readonly acknowledged: Set<string>;
  /** Waits until all was acknowledged, each event tried until it is. */
  readonly done: Promise<void>;
}

/** Publishes events at an even rate, `readings/<n>/made` with the number as payload, QoS 1. */
export function publishAtEdge(client: MqttClient, count: number, rate: number): Published {
  const acknowledged = new Set<string>();
  return {
    acknowledged,
    done: atRate(count, rate, (id) =>
      untilTaken(id, acknowledged, () =>
        client.publishAsync(`readings/${Number(id) % 10}/made`, id, { qos: 1 }),
      ),
    ),
  };
}

/** Publishes events at an even rate, `orders.<n>.made`, each with a message id of its own. */
export function publishAtHub(nats: NatsConnection, count: number, rate: number): Published {
  const acknowledged = new Set<string>();
  const js = jetstream(nats);
  return {
    acknowledged,
    done: atRate(count, rate, (id) =>
      untilTaken(id, acknowledged, () =>
        js.publish(`orders.${Number(id) % 10}.made`, id, { msgID: id, timeout: 3_000 }),
      ),
    ),
  };
}

async function atRate(count: number, rate: number, publish: (id: string) => Promise<void>): Promise<void> {
  const begin = performance.now();
  const all: Promise<void>[] = [];
  for (let index = 0; index < count; index++) {
    const ahead = begin + (index * 1_000) / rate - performance.now();
    if (ahead > 2) await pause(ahead);
    all.push(publish(String(index)));
  }
  await Promise.all(all);
}

async function untilTaken(
  id: string,
  acknowledged: Set<string>,
  send: () => Promise<unknown>,
): Promise<void> {
  for (;;) {
    const taken = await send().then(
      () => true,
      () => false,
    );
    if (taken) break;
    await pause(200);
  }
  acknowledged.add(id);
}

/** How often each event arrived. */
export type Arrived = Map<string, number>;

/** Hears the events of `orders` at the edge by a session that the broker keeps. */
export async function hearAtEdge(client: MqttClient, filter = "orders/#"): Promise<Arrived> {
  const arrived: Arrived = new Map();
  client.on("message", (_, payload) => count(arrived, payload.toString()));
  await client.subscribeAsync(filter, { qos: 1 });
  return arrived;
}

/** Everything that the stream of what goes up holds. */
export async function storedAtHub(nats: NatsConnection): Promise<Arrived> {
  const arrived: Arrived = new Map();
  const stream = await jetstream(nats).streams.get("readings");
  const { messages } = (await stream.info()).state;
  if (messages === 0) return arrived;
  const consumer = await jetstream(nats).consumers.get("readings");
  const batch = await consumer.fetch({ max_messages: messages, expires: 2_000 });
  for await (const message of batch) count(arrived, message.string());
  await consumer.delete();
  return arrived;
}

function count(arrived: Arrived, id: string): void {
  arrived.set(id, (arrived.get(id) ?? 0) + 1);
}

/** What was acknowledged and did not arrive, and how many came once more than once. */
export function compared(acknowledged: ReadonlySet<string>, arrived: Arrived) {
  const lost = [...acknowledged].filter((id) => !arrived.has(id));
  const duplicates = [...arrived.values()].reduce((sum, times) => sum + times - 1, 0);
  return { acknowledged: acknowledged.size, lost: lost.length, duplicates };
}
