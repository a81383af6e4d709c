import type { LiveStore } from "../../compiler/live.ts";
import type { Ground } from "./ground.ts";
import { poll } from "./poll.ts";

/**
 * Asks a broker, as who makes what is inside it, until it has an answer: to the answer, or to why there is none.
 * `whyNot` tells what the broker itself gave as a reason, where it did.
 */
export async function askUntilReady<T extends object>(
  { host, lookUp, limits, interrupted }: Ground,
  store: LiveStore,
  ask: (seed: string) => Promise<T | undefined>,
  whyNot: () => string | undefined = () => undefined,
): Promise<T | string> {
  const seed = lookUp({ kind: "seed", of: store.provisionerIdentity });
  if (seed === undefined) return "the key of who makes them is not there";
  try {
    const answer = await poll(host, limits.provision, () => ask(seed), interrupted);
    return answer ?? whyNot() ?? `those that store did not find each other within ${limits.provision} s`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
