import { pause } from "../nats/until.ts";
import { addresses, type Host, hubHosts } from "./plants-manifest.ts";
import type { PlantsMesh } from "./plants-mesh.ts";

/** Ways of packets, each from who dials. */
export type Ways = readonly (readonly [from: Host, to: Host])[];

/** From a host to every instance of the hub. */
export const toHub = (from: Host): Ways => hubHosts.map((to) => [from, to] as const);

/** Loses every packet between hosts; no end sees its connection end because of that. */
export async function lost(
  { cuts: { cut: lose, mend } }: PlantsMesh,
  cut: number,
  ways: Ways,
): Promise<void> {
  await Promise.all(ways.map(([from, to]) => lose(from, addresses[to])));
  await pause(cut);
  await Promise.all([...new Set(ways.map(([from]) => from))].map(mend));
}

/** Kills an instance, and starts it again once the time is over. */
export async function killed(mesh: PlantsMesh, cut: number, instance: string): Promise<void> {
  await mesh.kill(instance);
  await pause(cut);
  await mesh.start(instance);
}

/** The instance of the hub that a link is connected to, the first where there are several. */
export async function oneHubOf(mesh: Pick<PlantsMesh, "hubsOf">, link: string): Promise<string> {
  const [at] = await mesh.hubsOf(link);
  if (at === undefined) throw new Error(`${link} is connected to no instance`);
  return at;
}
