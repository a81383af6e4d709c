import { killed, lost, oneHubOf, toHub } from "./hurt.ts";
import { hubLinks } from "./plants-manifest.ts";
import type { PlantsDisturbance, PlantsVariant } from "./plants-disturbances.ts";
import { switched } from "./switched.ts";

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
    variants: [{ name: "one plant", disturb: (mesh, cut) => switched(mesh, cut, 4222) }],
  },
];

function killing(instance: string): PlantsVariant {
  return { name: instance, disturb: (mesh, cut) => killed(mesh, cut, instance) };
}
