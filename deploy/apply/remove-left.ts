import type { Result } from "../../compiler/diagnostics/result.ts";
import { hasErrors } from "../../compiler/diagnostics/result.ts";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Waiting } from "../../compiler/live.ts";
import { calledIn } from "../../compiler/model/names.ts";
import type { Provision } from "../../compiler/model/workload.ts";
import { diagnose, success } from "../diagnose.ts";
import type { Ground } from "../up/ground.ts";
import type { MeshRecord } from "../up/mesh-record.ts";
import type { BrokerChange } from "../up/provision-changes.ts";
import { provisionName } from "../../compiler/model/provision-name.ts";
import type { ApplyEvent } from "./apply-options.ts";
import { askWhatWaits } from "./ask-what-waits.ts";
import { notRemoved } from "./codes.ts";
import { removeInside } from "./remove-inside.ts";

/** What removing works on. */
export interface Removal {
  readonly ground: Ground;
  readonly record: MeshRecord;
  readonly progress: (event: ApplyEvent) => void;
  /** What may be lost, as `lossKey` names it. */
  readonly mayLose: ReadonlySet<string>;
  /** What was drained and seen to be empty. */
  readonly isEmptied: (broker: string, provision: Provision) => boolean;
}

/**
 * Removes from brokers what meshc made there, what is recorded, and what nobody needs: it was drained, or the manifest
 * does not have it any more and its loss is allowed by name, or it holds nothing that anybody has to read. Everything
 * else stays, and stays recorded.
 */
export async function removeLeft(removal: Removal, changes: readonly BrokerChange[]): Promise<Result<void>> {
  const diagnostics: Diagnostic[] = [];
  for (const change of changes) {
    const { provisions = [], left = [] } = removal.record.instance(change.instance)?.record ?? {};
    const emptied = provisions.filter((each) => removal.isEmptied(change.broker, each));
    if (change.isOpen && emptied.length + left.length > 0)
      diagnostics.push(...(await removeAt(removal, change, left, emptied)));
  }
  const saved = await removal.record.save();
  diagnostics.push(...saved.diagnostics);
  return hasErrors(diagnostics) ? { ok: false, diagnostics } : success(undefined);
}

async function removeAt(
  removal: Removal,
  { broker, instance, store, client }: BrokerChange,
  left: readonly Provision[],
  emptied: readonly Provision[],
): Promise<readonly Diagnostic[]> {
  const { ground, record, progress } = removal;
  const owners = (each: Provision) => [`broker ${broker}`, ...store.ownersOf(each)];
  const isLost = (each: Provision) => owners(each).some((one) => removal.mayLose.has(one));
  const waiting = await askWhatWaits(ground, store, client, left);
  if (typeof waiting === "string")
    return left.map((each) =>
      diagnose(notRemoved, {
        broker: calledIn(ground, "brokers", broker),
        what: provisionName(each),
        why: `it is not told what waits in it: ${waiting}`,
      }),
    );
  const goes = waiting.filter((one) => isLost(one.provision) || isEmpty(one, waiting));
  const all = [...emptied, ...goes.map(({ provision }) => provision)];
  const { host, names, lookUp, interrupted, limits } = ground;
  const place = { broker, names, store, client, host, interrupted, seconds: limits.provision, progress };
  const seed = lookUp({ kind: "seed", of: store.provisionerIdentity });
  const { gone, diagnostics } = await removeInside({ ...place, seed }, all);
  const stays = waiting
    .filter((one) => one.there && !gone.includes(one.provision))
    .map(({ provision }) => provision);
  const placed = record.instance(instance);
  if (!placed) return diagnostics;
  const { left: _left, provisions = [], ...rest } = placed.record;
  const kept = provisions.filter((each) => !gone.includes(each));
  record.set(instance, placed.environment, {
    ...rest,
    ...(kept.length > 0 && { provisions: kept }),
    ...(stays.length > 0 && { left: stays }),
  });
  return diagnostics;
}

/** Whether it holds nothing that anybody has to read; what a copy holds is where it was copied from. */
function isEmpty({ provision, events, held, isCopy }: Waiting, all: readonly Waiting[]): boolean {
  if (provision.kind === "consumer") return events === 0;
  const readers = all.filter((one) => one.provision.within === provision.name);
  return readers.every((one) => one.events === 0) && (held === 0 || isCopy === true);
}
