import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { ProvisionOutcome } from "../../compiler/live.ts";
import type { Provision } from "../../compiler/model/workload.ts";
import { diagnose } from "../diagnose.ts";
import type { PlannedInstance } from "./carry-out.ts";
import type { Ground } from "./ground.ts";
import { endpointOf } from "./instance-endpoint.ts";
import { poll } from "./poll.ts";
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
  const brokers = new Set<string>();
  for (const { workload, instance, support } of planned) {
    if (brokers.has(workload.broker) || workload.provisions.length === 0) continue;
    brokers.add(workload.broker);
    const outcomes = await provisionOne(ground, { workload, instance, support });
    if (typeof outcomes === "string") {
      diagnostics.push(diagnose(notProvisioned, { broker: workload.broker, why: outcomes }));
      continue;
    }
    for (const outcome of outcomes) diagnostics.push(...tell(workload.broker, outcome, progress));
  }
  return diagnostics;
}

/** The outcomes, or why there are none. */
async function provisionOne(
  { host, lookUp, limits, interrupted }: Ground,
  { workload, instance, support }: Pick<PlannedInstance, "workload" | "instance" | "support">,
): Promise<readonly ProvisionOutcome[] | string> {
  const { engine, live } = support;
  const seed = lookUp({ kind: "seed", of: live.provisionerIdentity });
  if (seed === undefined) return "the key of who makes them is not there";
  const client = endpointOf(instance, engine.protocol);
  try {
    const ask = () => live.provision(client, seed, workload.provisions);
    return (await poll(host, limits.provision, ask, interrupted)) ?? `no leader within ${limits.provision} s`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function tell(broker: string, outcome: ProvisionOutcome, progress: Progress): readonly Diagnostic[] {
  const what = nameOf(outcome.provision);
  if ("refused" in outcome) return [diagnose(provisionRefused, { broker, what, why: outcome.refused })];
  if (outcome.done !== "unchanged") progress({ kind: "provisioned", broker, what, done: outcome.done });
  return [];
}

function nameOf({ kind, name, within }: Provision): string {
  return `${kind} "${name}"${within === undefined ? "" : ` of "${within}"`}`;
}
