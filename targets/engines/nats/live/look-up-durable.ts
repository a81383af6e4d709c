import { setTimeout as sleep } from "node:timers/promises";
import { type ConsumerInfo, type Consumers, jetstream } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/transport-node";
import type { DurableAddress } from "../../../../compiler/target.ts";

/**
 * How long each question after a durable may take in milliseconds, one after the other. A replica that is just being
 * made its leader answers none that was asked before (an election takes 4 to 9 s; 2.10 to 2.15).
 */
const lookUps = [1_000, 2_000, 2_000, 2_000, 3_000, 3_000];

/** Streams' durables in a domain, each question with a time for its answer in milliseconds. */
export function consumersOf(
  connection: NatsConnection,
  domain: string | undefined,
  timeout: number,
): Consumers {
  return jetstream(connection, { timeout, ...(domain !== undefined && { domain }) }).consumers;
}

/** The settings and state of a durable. Throws what was answered, or that nothing was however often it was asked. */
export async function lookUpDurable(
  connection: NatsConnection,
  { stream, consumer, domain }: DurableAddress,
): Promise<ConsumerInfo> {
  let silence: unknown;
  for (const wait of lookUps) {
    const asked = performance.now();
    try {
      const found = await consumersOf(connection, domain, wait).get(stream, consumer);
      return await found.info(true);
    } catch (error) {
      if (!isSilence(error) || connection.isClosed()) throw error;
      silence = error;
      // That nobody listens is told at once.
      await sleep(wait - (performance.now() - asked));
    }
  }
  throw silence;
}

/** Whether nobody took a request: nobody is there, or somebody on the way may not hand it on. */
export function isSilence(error: unknown): boolean {
  return (
    error instanceof Error && /timeout|no responders|not enabled/i.test(`${error.name} ${error.message}`)
  );
}
