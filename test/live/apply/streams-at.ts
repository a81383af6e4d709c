import { jetstreamManager } from "@nats-io/jetstream";
import type { AppliedMesh } from "./applied-mesh.ts";
import { inspector } from "./inspector.ts";

/** Names of all streams that an instance of a hub knows of, its own and those of the hubs that agree with it, sorted. */
export async function streamsAt(mesh: AppliedMesh, instance: string): Promise<readonly string[]> {
  const client = await inspector((await mesh.running()).running, instance);
  try {
    const names: string[] = [];
    const manager = await jetstreamManager(client, { checkAPI: false });
    for await (const name of manager.streams.names()) names.push(name);
    return names.toSorted();
  } finally {
    await client.close();
  }
}
