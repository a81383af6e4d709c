import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { LiveStore } from "../../compiler/live.ts";
import type { Endpoint } from "../../compiler/model/address.ts";
import { calledIn, type Names } from "../../compiler/model/names.ts";
import type { Provision } from "../../compiler/model/workload.ts";
import { diagnose } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import { poll } from "../up/poll.ts";
import { provisionName } from "../../compiler/model/provision-name.ts";
import type { ApplyEvent } from "./apply-options.ts";
import { notRemoved } from "./codes.ts";

/** Where something is removed, and how long may be waited for it. */
export interface RemovalPlace {
  readonly broker: string;
  /** What entries are called that are known by other keys. */
  readonly names?: Names | undefined;
  readonly store: LiveStore;
  readonly client: Endpoint;
  /** Seed of who removes; absent = it is not there. */
  readonly seed: string | undefined;
  readonly host: Host;
  /** How long may be tried what may pass, in seconds. */
  readonly seconds: number;
  readonly interrupted?: () => boolean;
  readonly progress: (event: ApplyEvent) => void;
}

/** What is there no more, and of the rest why it still is. */
export interface RemovedInside {
  readonly gone: readonly Provision[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Removes things from a broker, and tells of each that was there. What the broker does not let go now is tried again; in the
 * end it is told in the broker's own words, each by its name.
 */
export async function removeInside(
  { broker, names, store, client, seed, host, seconds, interrupted, progress }: RemovalPlace,
  provisions: readonly Provision[],
): Promise<RemovedInside> {
  const gone: Provision[] = [];
  const stays = new Map(provisions.map((each) => [each, "nothing was tried"]));
  const passing = new Set(provisions);
  const attempt = async (): Promise<true | undefined> => {
    for (const each of passing) stays.set(each, "it does not answer in time");
    try {
      for (const outcome of await store.remove(client, seed ?? "", [...passing])) {
        const { provision } = outcome;
        if ("why" in outcome) stays.set(provision, outcome.why);
        if ("why" in outcome && outcome.mayPass) continue;
        passing.delete(provision);
        if ("why" in outcome) continue;
        stays.delete(provision);
        gone.push(provision);
        if (outcome.wasThere) progress({ kind: "removed", broker, what: provisionName(provision) });
      }
    } catch (error) {
      for (const each of passing) stays.set(each, error instanceof Error ? error.message : String(error));
      return true;
    }
    return passing.size === 0 ? true : undefined;
  };
  if (seed === undefined)
    for (const each of passing) stays.set(each, "the key of who removes it is not there");
  else if (passing.size > 0) await poll(host, seconds, attempt, interrupted);
  const diagnostics = [...stays].map(([each, why]) =>
    diagnose(notRemoved, { broker: calledIn({ names }, "brokers", broker), what: provisionName(each), why }),
  );
  return { gone, diagnostics };
}
