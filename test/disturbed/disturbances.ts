import { pause, until } from "../nats/until.ts";
import type { LinkAction } from "./disturbed-links.ts";
import type { DisturbedMesh } from "./disturbed-mesh.ts";

/** What is done to a running mesh while events flow. */
export interface Disturbance {
  readonly name: string;
  /** Ways to do it, which take turns from run to run. */
  readonly variants: readonly Variant[];
}

export interface Variant {
  readonly name: string;
  /** Disturbs for a time in milliseconds, and returns once it is over. */
  readonly disturb: (mesh: DisturbedMesh, cut: number) => Promise<void>;
}

const gateways = [
  ["north", "south"],
  ["south", "north"],
] as const;
const uplinks = [
  ["harbour", "north"],
  ["island", "south"],
  ["mole", "south"],
] as const;

const every = [...gateways, ...uplinks];

/** All that is tried. */
export const disturbances: readonly Disturbance[] = [
  {
    name: "links cut",
    variants: [
      { name: "every link", disturb: (mesh, cut) => stall(mesh, cut, every) },
      { name: "every link, which no connection outlives", disturb: (mesh, cut) => sever(mesh, cut, every) },
      { name: "between the hubs", disturb: (mesh, cut) => stall(mesh, cut, gateways) },
      { name: "to the edges", disturb: (mesh, cut) => stall(mesh, cut, uplinks) },
    ],
  },
  {
    name: "hub instance killed",
    variants: [
      {
        name: "the one that leads the stream",
        disturb: async (mesh, cut) => killed(mesh, cut, await mesh.leaderOf("orders", "north")),
      },
      {
        name: "one that does not",
        disturb: async (mesh, cut) => {
          const leader = await mesh.leaderOf("orders", "north");
          await killed(mesh, cut, leader === "north-1" ? "north-2" : "north-1");
        },
      },
      {
        name: "the one that leads the mirror",
        disturb: async (mesh, cut) => killed(mesh, cut, await mesh.leaderOf("orders_at_south", "south")),
      },
    ],
  },
  {
    name: "edge killed",
    variants: [
      { name: "harbour", disturb: (mesh, cut) => killed(mesh, cut, "harbour-0") },
      { name: "island", disturb: (mesh, cut) => killed(mesh, cut, "island-0") },
      { name: "mole", disturb: (mesh, cut) => killed(mesh, cut, "mole-0") },
    ],
  },
  { name: "switch to a standby uplink", variants: [{ name: "harbour to south", disturb: switched }] },
];

type Ways = readonly (readonly [from: string, to: string])[];

/** Keeps all bytes back and lets them go again; no end sees its connection end because of that. */
async function stall(mesh: DisturbedMesh, cut: number, ways: Ways): Promise<void> {
  await act(mesh, "stall", ways);
  await pause(cut);
  await act(mesh, "flow", ways);
}

/** Keeps all bytes back, and loses them with the connections at the end. */
async function sever(mesh: DisturbedMesh, cut: number, ways: Ways): Promise<void> {
  await act(mesh, "stall", ways);
  await pause(cut);
  for (const action of ["cut", "flow", "mend"] as const) await act(mesh, action, ways);
}

async function act(mesh: DisturbedMesh, action: LinkAction, ways: Ways): Promise<void> {
  await Promise.all(ways.map(([from, to]) => mesh.links.act(action, from, to)));
}

async function killed(mesh: DisturbedMesh, cut: number, instance: string): Promise<void> {
  await mesh.kill(instance);
  await pause(cut);
  await mesh.start(instance);
}

/** The link to the active uplink ends and cannot be made anew; it comes back, and the edge stays at the standby. */
async function switched(mesh: DisturbedMesh, cut: number): Promise<void> {
  const isAt = async (hub: string) =>
    (await mesh.uplinks("harbour-0")).some((name) => name.startsWith(`${hub}-`));
  if (!(await isAt("north"))) throw new Error("harbour is not at north");
  await mesh.links.act("cut", "harbour", "north");
  try {
    const [moved] = await Promise.all([until(() => isAt("south"), cut + 15_000), pause(cut)]);
    if (!moved) throw new Error("harbour has not gone to south");
  } finally {
    await mesh.links.act("mend", "harbour", "north");
  }
}
