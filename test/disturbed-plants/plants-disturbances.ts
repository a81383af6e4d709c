import { pause, until } from "../nats/until.ts";
import { recovery } from "../disturbed/plan.ts";
import { addresses, type Host, hubHosts, hubLinks } from "./plants-manifest.ts";
import type { PlantsMesh } from "./plants-mesh.ts";

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

type Ways = readonly (readonly [from: Host, to: Host])[];

const toHub = (from: Host): Ways => hubHosts.map((to) => [from, to] as const);
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
        disturb: async (mesh, cut) => killed(mesh, cut, await hubOf(mesh, hubLinks[0])),
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
    variants: [{ name: "a plant with a line below it", disturb: switched }],
  },
];

/** Loses every packet between hosts; no end sees its connection end because of that. */
async function lost({ cuts: { cut: lose, mend } }: PlantsMesh, cut: number, ways: Ways): Promise<void> {
  await Promise.all(ways.map(([from, to]) => lose(from, addresses[to])));
  await pause(cut);
  await Promise.all([...new Set(ways.map(([from]) => from))].map(mend));
}

async function killed(mesh: PlantsMesh, cut: number, instance: string): Promise<void> {
  await mesh.kill(instance);
  await pause(cut);
  await mesh.start(instance);
}

/** Connections to the instance that is dialed first are refused until the time is over, while it runs. */
async function switched(mesh: PlantsMesh, cut: number): Promise<void> {
  const [first] = hubHosts;
  if ((await hubOf(mesh, hubLinks[0])) !== first) throw new Error(`oslo is not at ${first}`);
  await mesh.cuts.refuse("oslo", addresses[first], 1883);
  const isAway = async () => {
    const at = await mesh.hubOf(hubLinks[0]);
    return at !== undefined && at !== first;
  };
  try {
    const [moved] = await Promise.all([until(isAway, cut + recovery), pause(cut)]);
    if (!moved) throw new Error("oslo has not gone to another instance");
  } finally {
    await mesh.cuts.mend("oslo");
  }
  const isBack = async () => (await mesh.hubOf(hubLinks[0])) === first;
  if (!(await until(isBack, recovery))) throw new Error(`oslo has not come back to ${first}`);
}

async function hubOf(mesh: PlantsMesh, link: string): Promise<string> {
  const at = await mesh.hubOf(link);
  if (at === undefined) throw new Error(`${link} is connected to no instance`);
  return at;
}
