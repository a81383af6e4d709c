import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { ProvisionOutcome } from "../../compiler/live.ts";
import type { Endpoint } from "../../compiler/model/address.ts";
import type { Provision } from "../../compiler/model/workload.ts";
import { calledIn } from "../../compiler/model/names.ts";
import { diagnose } from "../diagnose.ts";
import { askUntilReady } from "./ask-until-ready.ts";
import type { Ground } from "./ground.ts";
import type { BrokerChange } from "./provision-changes.ts";
import { notProvisioned, provisionRefused } from "./provision-codes.ts";
import { provisionName } from "../../compiler/model/provision-name.ts";
import type { Progress } from "./up-event.ts";

/**
 * Makes what is to be inside the running brokers: streams and what belongs to them. A broker that cannot be asked yet,
 * or has no room yet, is asked again until the time is over. What is there and right is not touched, what is not in the
 * manifest neither. `reached` is told what is right, as soon as it is.
 */
export async function provisionAll(
  ground: Ground,
  progress: Progress,
  changes: readonly BrokerChange[],
  mayLose: ReadonlySet<string> = new Set(),
  reached: Reached = async () => [],
): Promise<readonly Diagnostic[]> {
  const clientOf = (broker: string) => changes.find((change) => change.broker === broker)?.client;
  const diagnostics: Diagnostic[] = [];
  for (const batch of batchesOf(changes))
    diagnostics.push(...(await provisionBatch(ground, progress, batch, clientOf, mayLose, reached)));
  return diagnostics;
}

/** Is told what is as it should be inside a broker by now, and says what is wrong with noting it. */
export type Reached = (broker: string, provisions: readonly Provision[]) => Promise<readonly Diagnostic[]>;

/** What is made at one broker in one stage. */
type Batch = Pick<BrokerChange, "broker" | "store" | "client" | "wanted"> & { readonly stage: number };

/** Stage by stage, and within each broker by broker. */
function batchesOf(changes: readonly BrokerChange[]): readonly Batch[] {
  const batches = changes.flatMap(({ broker, store, client, wanted, keptElsewhere }) =>
    [...new Set(wanted.map(({ stage }) => stage))].map((stage) => ({
      broker,
      store,
      client,
      wanted: wanted
        .filter((each) => each.stage === stage)
        .map((each) => knowingWhere(each, keptElsewhere(broker, each))),
      stage,
    })),
  );
  return batches.toSorted((a, b) => a.stage - b.stage);
}

/** What is to be made, with further brokers that kept it before. */
function knowingWhere(each: Provision, brokers: readonly string[]): Provision {
  if (brokers.length === 0) return each;
  return { ...each, keptBefore: [...new Set([...brokers, ...(each.keptBefore ?? [])])] };
}

async function provisionBatch(
  ground: Ground,
  progress: Progress,
  { broker, store, client, wanted }: Batch,
  clientOf: (broker: string) => Endpoint | undefined,
  mayLose: ReadonlySet<string>,
  reached: Reached,
): Promise<readonly Diagnostic[]> {
  const diagnostics: Diagnostic[] = [];
  let done = 0;
  let waits: string | undefined;
  const isLost = (each: Provision) => store.ownersOf(each).some((name) => mayLose.has(name));
  const ask = async (seed: string) => {
    const outcomes = await store.provision(client, seed, wanted.slice(done), clientOf, isLost);
    for (const outcome of outcomes ?? []) {
      const told = tell(ground, broker, outcome, progress);
      if (typeof told === "string") waits = told;
      else diagnostics.push(...told);
    }
    const isDone = (outcome: ProvisionOutcome) => "done" in outcome;
    const now = (outcomes ?? []).filter(isDone).map(({ provision }) => provision);
    if (now.length > 0) diagnostics.push(...(await reached(broker, now)));
    done += outcomes?.filter((outcome) => !("later" in outcome)).length ?? 0;
    return done === wanted.length ? {} : undefined;
  };
  const why = await askUntilReady(ground, store, ask, () => waits);
  if (typeof why === "string") {
    const called = calledIn(ground, "brokers", broker);
    diagnostics.push(diagnose(notProvisioned, { broker: called, by: ground.folder, why }));
  }
  return diagnostics;
}

/** What is to be said of an outcome; of one that is to come later, why. */
function tell(
  ground: Ground,
  broker: string,
  outcome: ProvisionOutcome,
  progress: Progress,
): readonly Diagnostic[] | string {
  const what = provisionName(outcome.provision);
  if ("later" in outcome) return `${what} is refused: ${outcome.later}`;
  if ("refused" in outcome) {
    const called = calledIn(ground, "brokers", broker);
    return [diagnose(provisionRefused, { broker: called, what, why: outcome.refused })];
  }
  if (outcome.done !== "unchanged") progress({ kind: "provisioned", broker, what, done: outcome.done });
  return [];
}
