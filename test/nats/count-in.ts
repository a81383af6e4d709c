import type { RunningMesh } from "./running-mesh.ts";
import { natsLive } from "./nats-live.ts";
import { until } from "./until.ts";

/** How long a server may take until another hears it, in milliseconds: who asks to lead asks again after 9 s at most. */
const patience = 20_000;

/**
 * Waits until every server that stores with others is heard by one of them, and starts anew whom none hears, once, as `up` does:
 * NATS 2.10 sometimes starts so (2 of 726 starts on a busy machine). Such a server counts for nothing: where its vote is
 * needed there is no leader, and what is to be kept on all of three has no place. Throws where it is not heard then either.
 */
export async function countIn(mesh: RunningMesh): Promise<void> {
  const unheard = await unheardIn(mesh);
  for (const name of unheard) {
    console.warn(`${name} started unheard and is started anew`);
    await mesh.restart(name);
  }
  const still = unheard.length === 0 ? [] : await unheardIn(mesh);
  if (still.length > 0) throw new Error(`nobody hears ${still.join(", ")}, started anew`);
}

async function unheardIn(mesh: RunningMesh): Promise<readonly string[]> {
  const { hearing } = await natsLive();
  const able = mesh.workloads.flatMap(({ version, instances }) =>
    hearing?.canStartUnheard(version) ? instances.map(({ name }) => name) : [],
  );
  const begun = performance.now();
  const heard = new Set<string>();
  let missing: readonly string[] = [];
  await until(async () => {
    const passed = performance.now() - begun;
    const views = await Promise.all(able.map(async (name) => [name, await heardBy(mesh, name)] as const));
    const agreeing = views.flatMap(([name, view]) => (view ? [name] : []));
    for (const [, view] of views) for (const [name, ago] of view ?? []) if (ago < passed) heard.add(name);
    missing = agreeing.length < 2 ? [] : agreeing.filter((name) => !heard.has(name));
    return missing.length === 0;
  }, patience);
  return missing;
}

async function heardBy(mesh: RunningMesh, name: string): Promise<ReadonlyMap<string, number> | undefined> {
  const { hearing } = await natsLive();
  const endpoint = (listener: string) => ({ host: "127.0.0.1", port: mesh.server(name).port(listener) });
  return hearing?.heard({ instance: name, endpoint, secret: () => undefined });
}
