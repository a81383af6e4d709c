import { jetstreamManager } from "@nats-io/jetstream";
import type { appliedMesh } from "../apply/applied-mesh.ts";
import { inspector } from "../apply/inspector.ts";

const home = "core-0";

/** Numbers of the first events that streams still hold, by domain, asked of the broker: what was before is deleted. */
export async function firstKept(
  mesh: Pick<Awaited<ReturnType<typeof appliedMesh>>, "recorded">,
  domains: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const client = await inspector(await mesh.recorded(), home);
  try {
    const manager = await jetstreamManager(client, { checkAPI: false });
    const found = new Map<string, number>();
    for (const domain of domains) {
      const { state } = await manager.streams.info(domain);
      found.set(domain, state.first_seq);
    }
    return found;
  } finally {
    await client.close();
  }
}
