import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { LiveEngine, Observed } from "../../compiler/live.ts";
import { linkNotConnected } from "../codes.ts";
import { diagnose } from "../diagnose.ts";
import { byInstance, type ExpectedPeer, isConnected } from "../expected-peers.ts";
import { inParallel } from "../verify/in-parallel.ts";
import { endOfLog } from "./end-of-log.ts";
import type { Ground } from "./ground.ts";
import { poll } from "./poll.ts";

/** How an instance is asked what it is connected to. */
export interface Asked {
  readonly live: LiveEngine;
  readonly instance: Observed;
}

/**
 * Waits until every expected connection is up, telling of each and whether it was when first asked; returns a
 * diagnostic for each that is not in time.
 */
export async function awaitConnected(
  { host, folder, interrupted }: Ground,
  expected: readonly ExpectedPeer[],
  asked: ReadonlyMap<string, Asked>,
  seconds: number,
  connected: (peer: ExpectedPeer, atOnce: boolean) => void,
): Promise<readonly Diagnostic[]> {
  const found = await inParallel([...byInstance(expected)], async ([instance, peers]) => {
    const missing = new Set(peers);
    let asks = 0;
    const at = asked.get(instance);
    if (!at) return [];
    await poll(
      host,
      seconds,
      async () => {
        asks++;
        const observed = await at.live.observe(at.instance);
        for (const peer of missing) {
          if (!observed || !isConnected(peer, observed.peers)) continue;
          missing.delete(peer);
          connected(peer, asks === 1);
        }
        return missing.size === 0 ? true : undefined;
      },
      interrupted,
    );
    if (interrupted()) return [];
    const log = missing.size === 0 ? [] : await endOfLog(host, folder, instance);
    return [...missing].map(({ what }) => diagnose(linkNotConnected, { what, instance, seconds, log }));
  });
  return found.flat();
}
