import { calledIn } from "../../compiler/model/names.ts";
import { lossKey } from "../../compiler/plan/loss-key.ts";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { diagnose } from "../diagnose.ts";
import { inParallel } from "../verify/in-parallel.ts";
import type { Ground } from "./ground.ts";
import { serversHold } from "./provision-codes.ts";
import type { BrokerChange } from "./provision-changes.ts";

/**
 * Tells what brokers hold and would lose since their servers change: how many they are, or what they are in the mesh.
 * Asked before anything is changed; a broker that does not run is believed to hold something. Of brokers in `mayLose`
 * only what others copy is told, which nobody can give up.
 */
export async function whatServersLose(
  { lookUp, folder: by, ...ground }: Ground,
  changes: readonly BrokerChange[],
  mayLose: ReadonlySet<string> = new Set(),
): Promise<readonly Diagnostic[]> {
  const told = await inParallel(changes, async ({ broker, store, before: client, servers, everywhere }) => {
    const seed = lookUp({ kind: "seed", of: store.provisionerIdentity });
    const running = client && seed !== undefined ? { client, seed } : undefined;
    const lost = await store.lostByServers(running, servers, everywhere);
    const kept = mayLose.has(lossKey("broker", broker)) ? lost.filter(({ isCopied }) => isCopied) : lost;
    const called = calledIn(ground, "brokers", broker);
    return kept.map(({ what, why }) => diagnose(serversHold, { broker: called, by, what, why }));
  });
  return told.flat();
}
