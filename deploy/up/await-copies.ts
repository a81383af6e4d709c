import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { diagnose } from "../diagnose.ts";
import { inParallel } from "../verify/in-parallel.ts";
import type { PlannedInstance } from "./carry-out.ts";
import type { Ground } from "./ground.ts";
import { endpointOf } from "./instance-endpoint.ts";
import { poll } from "./poll.ts";
import { nothingCopied } from "./provision-codes.ts";

/** Waits until everything that is filled from elsewhere is being filled; what is not is told. */
export async function awaitCopies(
  ground: Ground,
  planned: readonly PlannedInstance[],
): Promise<readonly Diagnostic[]> {
  const first = new Map(planned.toReversed().map((each) => [each.workload.broker, each]));
  const told = await inParallel([...first.values()].toReversed(), (each) => awaitAt(ground, each));
  return told.flat();
}

async function awaitAt(
  { host, lookUp, limits, interrupted }: Ground,
  { workload, instance, support: { engine, live } }: PlannedInstance,
): Promise<readonly Diagnostic[]> {
  const copies = workload.provisions.filter((provision) => provision.copies);
  const seed = lookUp({ kind: "seed", of: live.provisionerIdentity });
  if (copies.length === 0 || seed === undefined) return [];
  const client = endpointOf(instance, engine.protocol);
  let why: readonly string[] = [];
  const filled = async () => {
    const states = await live.inspect(client, seed, copies);
    why = states?.flatMap(({ state, differences }) => (state === "idle" ? differences : [])) ?? why;
    return states && why.length === 0 ? true : undefined;
  };
  const done = (await poll(host, limits.copies, filled, interrupted)) === true || interrupted();
  return done ? [] : [diagnose(nothingCopied, { broker: workload.broker, why })];
}
