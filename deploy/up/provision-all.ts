import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { ProvisionOutcome } from "../../compiler/live.ts";
import type { Endpoint } from "../../compiler/model/address.ts";
import type { Provision } from "../../compiler/model/workload.ts";
import { diagnose } from "../diagnose.ts";
import type { PlannedInstance } from "./carry-out.ts";
import type { Ground } from "./ground.ts";
import { endpointOf } from "./instance-endpoint.ts";
import { poll } from "./poll.ts";
import { provisionName } from "./provision-name.ts";
import { notProvisioned, provisionRefused } from "./provision-codes.ts";
import type { Progress } from "./up-event.ts";

/**
 * Makes what is to be inside the running brokers: streams and what belongs to them. A broker that cannot be asked yet
 * is asked again until the time is over. What is there and right is not touched, what is not in the manifest neither.
 */
export async function provisionAll(
  ground: Ground,
  progress: Progress,
  planned: readonly PlannedInstance[],
): Promise<readonly Diagnostic[]> {
  const diagnostics: Diagnostic[] = [];
  const clientOf = clientsOf(ground, planned);
  for (const { broker, provisions, ...first } of batchesOf(planned)) {
    const outcomes = await provisionOne(ground, first, provisions, clientOf);
    if (typeof outcomes === "string") diagnostics.push(diagnose(notProvisioned, { broker, why: outcomes }));
    else for (const outcome of outcomes) diagnostics.push(...tell(broker, outcome, progress));
  }
  return diagnostics;
}

/** What is made at one broker in one stage, and the instance that is asked for it. */
interface Batch extends Pick<PlannedInstance, "instance" | "support"> {
  readonly broker: string;
  readonly stage: number;
  readonly provisions: readonly Provision[];
}

/** Stage by stage, and within each broker by broker. */
function batchesOf(planned: readonly PlannedInstance[]): readonly Batch[] {
  const first = new Map(planned.toReversed().map((each) => [each.workload.broker, each]));
  const batches = [...first].toReversed().flatMap(([broker, { workload, instance, support }]) =>
    [...new Set(workload.provisions.map(({ stage }) => stage))].map((stage) => ({
      broker,
      stage,
      instance,
      support,
      provisions: workload.provisions.filter((provision) => provision.stage === stage),
    })),
  );
  return batches.toSorted((a, b) => a.stage - b.stage);
}

/** Where each broker is asked: at its first instance. */
function clientsOf(
  { lookUp }: Ground,
  planned: readonly PlannedInstance[],
): (broker: string) => Endpoint | undefined {
  const first = new Map(planned.toReversed().map((each) => [each.workload.broker, each]));
  return (broker) => {
    const found = first.get(broker);
    return found && endpointOf(found.instance, found.support.engine.protocol, lookUp);
  };
}

/** The outcomes, or why there are none. */
async function provisionOne(
  { host, lookUp, limits, interrupted }: Ground,
  { instance, support }: Pick<Batch, "instance" | "support">,
  provisions: readonly Provision[],
  clientOf: (broker: string) => Endpoint | undefined,
): Promise<readonly ProvisionOutcome[] | string> {
  const { engine, live } = support;
  const seed = lookUp({ kind: "seed", of: live.provisionerIdentity });
  if (seed === undefined) return "the key of who makes them is not there";
  const client = endpointOf(instance, engine.protocol, lookUp);
  try {
    const ask = () => live.provision(client, seed, provisions, clientOf);
    return (
      (await poll(host, limits.provision, ask, interrupted)) ??
      `those that store did not find each other within ${limits.provision} s`
    );
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function tell(broker: string, outcome: ProvisionOutcome, progress: Progress): readonly Diagnostic[] {
  const what = provisionName(outcome.provision);
  if ("refused" in outcome) return [diagnose(provisionRefused, { broker, what, why: outcome.refused })];
  if (outcome.done !== "unchanged") progress({ kind: "provisioned", broker, what, done: outcome.done });
  return [];
}
