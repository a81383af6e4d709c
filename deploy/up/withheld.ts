import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { UndrawnOf, Withheld } from "../../compiler/live.ts";
import { calledIn } from "../../compiler/model/names.ts";
import { diagnose } from "../diagnose.ts";
import { inParallel } from "../verify/in-parallel.ts";
import type { Ground } from "./ground.ts";
import { eventsWithheld } from "./provision-codes.ts";
import type { BrokerChange } from "./provision-changes.ts";
import { provisionName } from "../../compiler/model/provision-name.ts";

/**
 * Tells what a change of streams and durables would keep from its readers, but for what may be lost by name. A broker that cannot be asked yet tells
 * nothing: it is asked again once it runs.
 */
export async function whatIsWithheld(
  { lookUp, folder: by, ...ground }: Ground,
  changes: readonly BrokerChange[],
  mayLose: ReadonlySet<string> = new Set(),
): Promise<readonly Diagnostic[]> {
  const undrawnOf = askedOnce(lookUp, changes);
  const told = await inParallel(changes, async ({ broker: key, store, client, ...change }) => {
    const broker = calledIn(ground, "brokers", key);
    const seed = lookUp({ kind: "seed", of: store.provisionerIdentity });
    if (seed === undefined || change.wanted.length + change.left.length === 0) return [];
    const found = await store.withheld(client, seed, change, undrawnOf).catch(() => undefined);
    const isLost = ({ provision }: Withheld) => store.ownersOf(provision).some((name) => mayLose.has(name));
    const kept = (found ?? []).filter((each) => !isLost(each));
    return kept.map(({ provision, why }) =>
      diagnose(eventsWithheld, { broker, by, what: provisionName(provision), why }),
    );
  });
  return told.flat();
}

/** Asks all brokers what of what they draw has not come to them, the first time that somebody wants to know. */
function askedOnce(lookUp: Ground["lookUp"], changes: readonly BrokerChange[]): UndrawnOf {
  const ask = async (): Promise<ReadonlyMap<string, number>> => {
    const told = await inParallel(changes, async ({ store, client, wanted, left }) => {
      const streams = [...wanted, ...left].filter(({ kind, drawn }) => kind === "stream" && !drawn);
      const seed = lookUp({ kind: "seed", of: store.provisionerIdentity });
      if (seed === undefined || streams.length === 0) return undefined;
      const names = streams.map(({ name }) => name);
      return store.lacking(client, seed, names).catch(() => undefined);
    });
    return new Map(told.flatMap((lacks) => [...(lacks ?? [])]));
  };
  let asked: ReturnType<typeof ask> | undefined;
  return async (name) => (await (asked ??= ask())).get(name);
}
