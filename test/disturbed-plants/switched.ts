import { pause, until } from "../nats/until.ts";
import { recovery } from "../disturbed/plan.ts";
import { oneHubOf } from "./hurt.ts";
import { addresses, hubHosts, hubLinks } from "./plants-manifest.ts";
import type { PlantsMesh } from "./plants-mesh.ts";

/**
 * Connections to the instance that is dialed first, at a port of the hub, are refused until the time is over. A link stays
 * where it is then, so that those to the others are refused until it is back.
 */
export async function switched(mesh: PlantsMesh, cut: number, port: number): Promise<void> {
  const [first, ...others] = hubHosts;
  if ((await oneHubOf(mesh, hubLinks[0])) !== first) throw new Error(`oslo is not at ${first}`);
  const refuse = (host: (typeof hubHosts)[number]) => mesh.cuts.refuse("oslo", addresses[host], port);
  const isAt = async (wanted: (instance: string) => boolean) => {
    const at = await mesh.hubsOf(hubLinks[0]);
    return at.length > 0 && at.every(wanted);
  };
  try {
    await refuse(first);
    const isAway = () => isAt((instance) => instance !== first);
    const [moved] = await Promise.all([until(isAway, cut + recovery), pause(cut)]);
    if (!moved) throw new Error("oslo has not gone to another instance");
    await mesh.cuts.mend("oslo");
    for (const other of others) await refuse(other);
    if (!(await until(() => isAt((instance) => instance === first), recovery)))
      throw new Error(`oslo has not come back to ${first}`);
  } finally {
    await mesh.cuts.mend("oslo");
  }
}
