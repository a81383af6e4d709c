import { pause, until } from "../nats/until.ts";
import { recovery } from "../disturbed/plan.ts";
import { killed, lost, oneHubOf, toHub } from "./hurt.ts";
import { addresses, hubHosts, hubLinks } from "./plants-manifest.ts";
import type { PlantsDisturbance, PlantsVariant } from "./plants-disturbances.ts";
import type { PlantsMesh } from "./plants-mesh.ts";

const cuts: readonly PlantsVariant[] = [
  { name: "every link", disturb: (mesh, cut) => lost(mesh, cut, [...toHub("oslo"), ...toHub("bergen")]) },
  { name: "of one plant", disturb: (mesh, cut) => lost(mesh, cut, toHub("oslo")) },
  { name: "of the other plant", disturb: (mesh, cut) => lost(mesh, cut, toHub("bergen")) },
];

const leaderOf = (stream: string): PlantsVariant["disturb"] => {
  return async (mesh, cut) => killed(mesh, cut, await mesh.leaderOf(stream));
};

/** All that is tried where an integration engine beside each Mosquitto carries its link. */
export const connectDisturbances: readonly PlantsDisturbance[] = [
  { name: "links cut", interrupts: true, variants: cuts },
  { name: "links cut for a minute", seconds: 60, interrupts: true, variants: cuts },
  {
    name: "hub instance killed",
    variants: [
      {
        name: "the one that links are connected to",
        disturb: async (mesh, cut) => killed(mesh, cut, await oneHubOf(mesh, hubLinks[0])),
      },
      { name: "the one that leads what comes up", disturb: leaderOf("alarms") },
      { name: "the one that leads what goes down", disturb: leaderOf("orders") },
    ],
  },
  {
    name: "edge killed",
    interrupts: true,
    variants: ["oslo-0", "bergen-0"].map(killing),
  },
  {
    name: "integration engine killed",
    interrupts: true,
    variants: hubLinks.map((link) => killing(`link.${link}`)),
  },
  {
    name: "switch to a standby instance and back",
    variants: [{ name: "one plant", disturb: switched }],
  },
];

function killing(instance: string): PlantsVariant {
  return { name: instance, disturb: (mesh, cut) => killed(mesh, cut, instance) };
}

/**
 * Connections to the instance that is dialed first are refused until the time is over. Such a link stays where it is then,
 * so that those to the others are refused until it is back.
 */
async function switched(mesh: PlantsMesh, cut: number): Promise<void> {
  const [first, ...others] = hubHosts;
  if ((await oneHubOf(mesh, hubLinks[0])) !== first) throw new Error(`oslo is not at ${first}`);
  const refuse = (host: (typeof hubHosts)[number]) => mesh.cuts.refuse("oslo", addresses[host], 4222);
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
