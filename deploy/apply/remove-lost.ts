import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { hasErrors, type Result } from "../../compiler/diagnostics/result.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import type { Provision, Workload } from "../../compiler/model/workload.ts";
import { lossKey } from "../../compiler/plan/loss-key.ts";
import { brokerWorkloads } from "../../compiler/plan/placed.ts";
import { isBrokerEngine } from "../../compiler/target.ts";
import { success } from "../diagnose.ts";
import { openMeshAt } from "../open-running-mesh.ts";
import { ownListener } from "../own-listener.ts";
import type { RunningMesh } from "../running-mesh.ts";
import type { InstanceRecord } from "../state/documents.ts";
import { usualLimits } from "../up/limits.ts";
import type { ApplyRun } from "./apply-run.ts";
import { nothingApplied } from "./codes.ts";
import { removeInside } from "./remove-inside.ts";
import { workloadsOf } from "./workloads-of.ts";

/** What is about to be brought about, and from what. */
interface Towards {
  readonly from: Topology | undefined;
  readonly to: Topology;
}

/**
 * Removes what may be lost by name from brokers that are to store nothing any more, that others reach no more, or whose
 * servers are to be others that do not find it, before they are changed: afterwards nobody could, and what they keep would
 * come back with the next thing that they store, places of readers too, or be known for ever where nobody has it.
 */
export async function removeLost(run: ApplyRun, towards: Towards): Promise<Result<void>> {
  const { host, manifestFolder, store } = run.options;
  const { record, folder, scope } = run.carrying;
  if (run.planned.mayLose.size === 0) return success(undefined);
  const after = brokerWorkloads(workloadsOf(run, towards.to));
  const closing = [...record.instances()].filter(
    ([, placed]) =>
      (scope?.has(placed.environment) ?? true) &&
      holds(placed.record) &&
      (isClosing(run, placed.record) ||
        isCutOff(run, placed.record, towards) ||
        isOther(run, placed.record, after)),
  );
  if (closing.length === 0) return success(undefined);
  const running = await openMeshAt({ host, manifestFolder, folder, store }, nothingApplied);
  if (!running.ok) return success(undefined);
  const diagnostics: Diagnostic[] = [];
  for (const [name] of closing) diagnostics.push(...(await removeAt(run, running.value, name)));
  const saved = await record.save();
  diagnostics.push(...saved.diagnostics);
  return hasErrors(diagnostics) ? { ok: false, diagnostics } : success(undefined);
}

function holds({ provisions = [], left = [] }: InstanceRecord): boolean {
  return provisions.length + left.length > 0;
}

/** Whether a broker stores nothing in the mesh that is to hold. */
function isClosing({ planned }: ApplyRun, { broker }: InstanceRecord): boolean {
  const node = planned.topologies.held.brokers.get(broker);
  return node !== undefined && node.storing === undefined;
}

/** Whether others have what a broker keeps by the same names, and reach it no more from then on. */
function isCutOff(
  { options }: ApplyRun,
  { broker, engine, applied }: InstanceRecord,
  { from, to }: Towards,
): boolean {
  const support = options.engines.find((each) => each.engine.name === engine);
  if (!applied || !support?.live.stored?.sharesNames([applied])) return false;
  const [was, now] = [from?.brokers.get(broker), to.brokers.get(broker)];
  return !now || now.role !== was?.role;
}

/** Whether what a broker keeps may be lost, and its servers are to be others that do not find it. */
function isOther(
  { planned, carrying, options }: ApplyRun,
  own: InstanceRecord,
  workloads: ReadonlyMap<string, Workload>,
): boolean {
  const { broker, engine: name } = own;
  const after = workloads.get(broker);
  const engine = options.engines.find((support) => support.engine.name === name)?.engine;
  if (!planned.mayLose.has(lossKey("broker", broker)) || !engine || !isBrokerEngine(engine)) return false;
  if (after?.engine !== name) return false;
  const { provisions = [] } = own;
  const records = [...carrying.record.instances().values()].filter(({ record }) => record.broker === broker);
  const before = records.flatMap(({ record: { applied, beside } }) =>
    applied && beside === undefined ? [applied] : [],
  );
  const servers = { before, after: after.instances };
  return [undefined, ...provisions].some((each) => engine.apart?.(servers, each) !== undefined);
}

async function removeAt(
  { options, planned, carrying, names }: ApplyRun,
  running: RunningMesh,
  instance: string,
): Promise<readonly Diagnostic[]> {
  const placed = carrying.record.instance(instance);
  const support = options.engines.find(({ engine }) => engine.name === placed?.record.engine);
  const store = support?.live.stored;
  if (!placed || !store || !isBrokerEngine(support.engine)) return [];
  const { broker, provisions = [], left = [] } = placed.record;
  const isLost = (each: Provision) =>
    [lossKey("broker", broker), ...store.ownersOf(each)].some((one) => planned.mayLose.has(one));
  const lost = [...provisions, ...left].filter(isLost);
  const client = running.endpoint(instance, ownListener(support.engine));
  if (lost.length === 0 || !client) return [];
  const { limits = usualLimits, host, progress } = options;
  const seed = running.seedOf(store.provisionerIdentity);
  const place = { broker, names, store, client, seed, host, seconds: limits.provision, progress };
  const { gone, diagnostics } = await removeInside(place, lost);
  const { provisions: _made, left: _left, ...rest } = placed.record;
  const kept = provisions.filter((each) => !gone.includes(each));
  const stays = left.filter((each) => !gone.includes(each));
  carrying.record.set(instance, placed.environment, {
    ...rest,
    ...(kept.length > 0 && { provisions: kept }),
    ...(stays.length > 0 && { left: stays }),
  });
  return diagnostics;
}
