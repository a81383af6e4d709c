import type { JetStreamManager } from "@nats-io/jetstream";

/** Names of all streams of a domain, sorted. */
export async function streamNames(manager: JetStreamManager): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const name of manager.streams.names()) names.push(name);
  return names.toSorted();
}
