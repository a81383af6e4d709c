import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { hasErrors, type Result } from "../../compiler/diagnostics/result.ts";
import type { LiveStore } from "../../compiler/live.ts";
import type { Provision } from "../../compiler/model/workload.ts";
import { isBrokerEngine } from "../../compiler/target.ts";
import { diagnose, success } from "../diagnose.ts";
import { openMeshAt } from "../open-running-mesh.ts";
import { ownListener } from "../own-listener.ts";
import type { RunningMesh } from "../running-mesh.ts";
import type { InstanceRecord } from "../state/documents.ts";
import { poll } from "../up/poll.ts";
import { usualLimits } from "../up/limits.ts";
import { notProvisioned } from "../up/provision-codes.ts";
import { provisionName } from "../up/provision-name.ts";
import type { ApplyRun } from "./apply-run.ts";
import { nothingApplied } from "./codes.ts";

/**
 * Removes what may be lost by name from brokers that are to store nothing any more, before they are changed: afterwards
 * nobody could, and what they keep would come back with the next thing that they store.
 */
export async function removeLost(run: ApplyRun): Promise<Result<void>> {
  const { host, manifestFolder, store } = run.options;
  const { record, folder, scope } = run.carrying;
  const closing = [...record.instances()].filter(
    ([, placed]) => (scope?.has(placed.environment) ?? true) && isClosing(run, placed.record),
  );
  if (closing.length === 0 || run.planned.mayLose.size === 0) return success(undefined);
  const running = await openMeshAt({ host, manifestFolder, folder, store }, nothingApplied);
  if (!running.ok) return success(undefined);
  const diagnostics: Diagnostic[] = [];
  for (const [name] of closing) diagnostics.push(...(await removeAt(run, running.value, name)));
  const saved = await record.save();
  diagnostics.push(...saved.diagnostics);
  return hasErrors(diagnostics) ? { ok: false, diagnostics } : success(undefined);
}

/** Whether the broker of an instance at which something is recorded stores nothing in the mesh that is to hold. */
function isClosing({ planned }: ApplyRun, { broker, provisions = [], left = [] }: InstanceRecord): boolean {
  const node = planned.topologies.held.brokers.get(broker);
  return provisions.length + left.length > 0 && node !== undefined && node.storing === undefined;
}

async function removeAt(
  { options, planned, carrying }: ApplyRun,
  running: RunningMesh,
  instance: string,
): Promise<readonly Diagnostic[]> {
  const placed = carrying.record.instance(instance);
  const support = options.engines.find(({ engine }) => engine.name === placed?.record.engine);
  const store = support?.live.stored;
  if (!placed || !store || !isBrokerEngine(support.engine)) return [];
  const { broker, provisions = [], left = [] } = placed.record;
  const isLost = (each: Provision) => isOwnedBy(store, each, planned.mayLose);
  const lost = [...provisions, ...left].filter(isLost);
  const client = running.endpoint(instance, ownListener(support.engine));
  const seed = running.seedOf(store.provisionerIdentity);
  if (lost.length === 0 || !client || seed === undefined) return [];
  const { limits = usualLimits, host } = options;
  const removed = await poll(host, limits.provision, () => store.remove(client, seed, lost)).catch(
    (error: unknown) => String(error),
  );
  if (!Array.isArray(removed))
    return [diagnose(notProvisioned, { broker, why: typeof removed === "string" ? removed : "no answer" })];
  for (const each of removed as readonly Provision[])
    options.progress({ kind: "removed", broker, what: provisionName(each) });
  const { provisions: _made, left: _left, ...rest } = placed.record;
  const [kept, stays] = [provisions, left].map((all) => all.filter((each) => !isLost(each)));
  carrying.record.set(instance, placed.environment, {
    ...rest,
    ...(kept && kept.length > 0 && { provisions: kept }),
    ...(stays && stays.length > 0 && { left: stays }),
  });
  return [];
}

function isOwnedBy(store: LiveStore, provision: Provision, names: ReadonlySet<string>): boolean {
  return store.ownersOf(provision).some((name) => names.has(name));
}
