import { killed, lost, oneHubOf, toHub, type Ways } from "./hurt.ts";
import { hubLinks } from "./plants-manifest.ts";
import type { PlantsMesh } from "./plants-mesh.ts";
import { switched } from "./switched.ts";

/** What is done to a mesh of plants while events flow. */
export interface PlantsDisturbance {
  readonly name: string;
  /** How long it lasts where that is not what the plan says, in seconds. */
  readonly seconds?: number;
  /** Set where, however it is done, nothing of some flow arrives for as long as it lasts. */
  readonly interrupts?: true;
  /** Ways to do it, which take turns from run to run. */
  readonly variants: readonly PlantsVariant[];
}

export interface PlantsVariant {
  readonly name: string;
  /** Disturbs for a time in milliseconds, and returns once it is over. */
  readonly disturb: (mesh: PlantsMesh, cut: number) => Promise<void>;
}

const toLine: Ways = [["line", "oslo"]];
/** What keeps the sessions of MQTT clients, bridges among them. */
const sessions = "$MQTT_sess";

const cuts: readonly PlantsVariant[] = [
  {
    name: "every link",
    disturb: (mesh, cut) => lost(mesh, cut, [...toHub("oslo"), ...toHub("bergen"), ...toLine]),
  },
  { name: "to the hub", disturb: (mesh, cut) => lost(mesh, cut, [...toHub("oslo"), ...toHub("bergen")]) },
  { name: "to the line", disturb: (mesh, cut) => lost(mesh, cut, toLine) },
];

/** All that is tried where Mosquittos dial by bridges. */
export const plantsDisturbances: readonly PlantsDisturbance[] = [
  { name: "links cut", interrupts: true, variants: cuts },
  { name: "links cut for a minute", seconds: 60, interrupts: true, variants: cuts },
  {
    name: "hub instance killed",
    variants: [
      {
        name: "the one that bridges are connected to",
        disturb: async (mesh, cut) => killed(mesh, cut, await oneHubOf(mesh, hubLinks[0])),
      },
      {
        name: "the one that leads the sessions of MQTT clients",
        disturb: async (mesh, cut) => killed(mesh, cut, await mesh.leaderOf(sessions)),
      },
    ],
  },
  {
    name: "edge killed",
    interrupts: true,
    variants: [
      { name: "a plant with a line below it", disturb: (mesh, cut) => killed(mesh, cut, "oslo-0") },
      { name: "a line", disturb: (mesh, cut) => killed(mesh, cut, "line-0") },
      { name: "a plant", disturb: (mesh, cut) => killed(mesh, cut, "bergen-0") },
    ],
  },
  {
    name: "switch to a standby instance and back",
    variants: [{ name: "a plant with a line below it", disturb: (mesh, cut) => switched(mesh, cut, 1883) }],
  },
];
