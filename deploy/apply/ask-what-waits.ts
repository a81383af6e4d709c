import type { LiveStore, Waiting } from "../../compiler/live.ts";
import type { Endpoint } from "../../compiler/model/address.ts";
import type { Provision } from "../../compiler/model/workload.ts";
import { askUntilReady } from "../up/ask-until-ready.ts";
import type { Ground } from "../up/ground.ts";

/** Asks a broker what waits in some of what is inside it, until it tells; else why not, in its own words. */
export function askWhatWaits(
  ground: Ground,
  store: LiveStore,
  client: Endpoint,
  provisions: readonly Provision[],
): Promise<readonly Waiting[] | string> {
  let why: string | undefined;
  const notReady = (told: string) => void (why = told);
  const ask = (seed: string) => store.waiting(client, seed, provisions, notReady);
  return askUntilReady(ground, store, ask, () => why);
}
