import type { LiveMesh } from "./live-mesh.ts";
import { withStores } from "./stored-hands.ts";

/**
 * What the streams and durables asked for at some instances hold, a line each: how many events a stream keeps, and how
 * many of them wait at a durable or are being worked on.
 */
export async function keptAt(mesh: LiveMesh, instances: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const instance of instances) {
    await withStores(
      mesh,
      async (stores) => {
        for await (const { config, state } of stores.streams.list()) {
          lines.push(`${instance}: stream ${config.name} keeps ${state.messages}`);
          for await (const consumer of stores.consumers.list(config.name)) {
            const waiting = consumer.num_pending + consumer.num_ack_pending;
            lines.push(`${instance}: durable ${consumer.name} of ${config.name}: ${waiting} wait`);
          }
        }
      },
      instance,
    );
  }
  return lines.toSorted();
}
