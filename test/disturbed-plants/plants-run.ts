import { countedRun } from "../disturbed/counted-run.ts";
import type { RunResult } from "../disturbed/disturbed-run.ts";
import type { Plan } from "../disturbed/plan.ts";
import { startTraffic } from "../disturbed/traffic.ts";
import { clientsOf } from "./clients-of.ts";
import type { PlantsDisturbance } from "./plants-disturbances.ts";
import type { PlantsFlows } from "./plants-manifest.ts";
import { startPlantsMesh } from "./plants-mesh.ts";

/** How a mesh of plants is disturbed: the kind of its links, what flows, and what is done to it. */
export interface PlantsTrial {
  readonly links: string;
  readonly flows: PlantsFlows;
  readonly disturbances: readonly PlantsDisturbance[];
}

/** The plan of a disturbance that lasts longer than usual: what is published goes on for as long after it. */
export function planOf({ seconds }: PlantsDisturbance, plan: Plan): Plan {
  if (seconds === undefined) return plan;
  const cut = seconds * 1_000;
  return { ...plan, cut, publishing: plan.publishing + cut - plan.cut };
}

/** Runs a mesh of its own, in networks of its own, through one disturbance and counts. `number` chooses the variant. */
export async function plantsRun(
  { flows, links }: PlantsTrial,
  disturbance: PlantsDisturbance,
  number: number,
  plan: Plan,
): Promise<RunResult> {
  const variant = disturbance.variants[number % disturbance.variants.length];
  if (!variant) throw new Error(`${disturbance.name} has no variants`);
  const mesh = await startPlantsMesh(flows);
  const ends = [() => mesh.stop()];
  try {
    const traffic = await startTraffic(clientsOf(mesh), flows);
    ends.unshift(() => traffic.close());
    const { cut } = plan;
    const counted = await countedRun(traffic, flows, plan, () => variant.disturb(mesh, cut));
    return {
      disturbance: `${links}: ${disturbance.name}`,
      variant: variant.name,
      ...counted,
      refused: traffic.refused(),
      pastProxies: [],
    };
  } finally {
    for (const end of ends) await end();
  }
}
