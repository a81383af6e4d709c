import { countedRun, type RunFlow } from "./counted-run.ts";
import type { Disturbance } from "./disturbances.ts";
import { startDisturbedMesh } from "./disturbed-mesh.ts";
import { publishedDomains, readers } from "./flow-kinds.ts";
import { natsClients } from "./nats-clients.ts";
import type { Plan } from "./plan.ts";
import { startTraffic } from "./traffic.ts";

/** What came of one run. Durations in milliseconds. */
export interface RunResult {
  readonly disturbance: string;
  readonly variant: string;
  readonly flows: readonly RunFlow[];
  /** From the last event published until all that was promised had arrived, or until no more was waited for. */
  readonly drained: number;
  /** What servers refused to applications; there should be nothing. */
  readonly refused: readonly string[];
  /** Connections that no disturbance of links would have reached; there should be none. */
  readonly pastProxies: readonly string[];
}

/** Runs a mesh of its own through one disturbance and counts. `number` chooses the variant. */
export async function disturbedRun(disturbance: Disturbance, number: number, plan: Plan): Promise<RunResult> {
  const variant = disturbance.variants[number % disturbance.variants.length];
  if (!variant) throw new Error(`${disturbance.name} has no variants`);
  const mesh = await startDisturbedMesh();
  const ends = [() => mesh.stop()];
  try {
    const flows = { domains: publishedDomains, readers };
    const traffic = await startTraffic(natsClients(mesh, number), flows);
    ends.unshift(() => traffic.close());
    const pastProxies = await mesh.pastProxies();
    const counted = await countedRun(traffic, flows, plan, () => variant.disturb(mesh, plan.cut));
    return {
      disturbance: disturbance.name,
      variant: variant.name,
      ...counted,
      refused: traffic.refused(),
      pastProxies: [...pastProxies, ...(await mesh.pastProxies())],
    };
  } finally {
    for (const end of ends) await end();
  }
}
