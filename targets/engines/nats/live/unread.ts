import type { NatsConnection } from "@nats-io/transport-node";
import type { DurableAddress } from "../../../../compiler/target.ts";
import { consumersOf } from "./look-up-durable.ts";

const patience = 5_000;

/** How many events wait at a durable or are being worked on; 0 where it cannot be asked. */
export async function unread(
  connection: NatsConnection,
  { stream, consumer, domain }: DurableAddress,
): Promise<number> {
  try {
    const found = await consumersOf(connection, domain, patience).get(stream, consumer);
    const { num_pending: pending, num_ack_pending: open } = await found.info(true);
    return pending + open;
  } catch {
    return 0;
  }
}
