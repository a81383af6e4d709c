import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import type { LiveEngine } from "../../compiler/live.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import type { Provision } from "../../compiler/model/workload.ts";
import { lossKey } from "../../compiler/plan/loss-key.ts";
import { isBrokerEngine } from "../../compiler/target.ts";
import { diagnose, success } from "../diagnose.ts";
import { openMeshAt } from "../open-running-mesh.ts";
import { ownListener } from "../own-listener.ts";
import type { RunningMesh } from "../running-mesh.ts";
import type { PlacedRecord } from "../up/mesh-record.ts";
import { usualLimits } from "../up/limits.ts";
import { poll } from "../up/poll.ts";
import { notProvisioned } from "../up/provision-codes.ts";
import type { ApplyRun } from "./apply-run.ts";
import { nothingApplied } from "./codes.ts";

/** A server that agrees with others on what is stored, by its name. */
type Voter = readonly [name: string, placed: PlacedRecord];

/**
 * Takes servers out of those that agree on what is stored, before `next` is brought about and while these still have a
 * majority: those of brokers that store no more in it, and those of brokers that it has no more, where who stays would be no
 * majority without them and all that they keep may be lost. A server that was taken out stores nothing from then on, and is
 * not healthy, so one that stays for a while is none of these yet.
 */
export async function releaseServers(
  run: ApplyRun,
  before: Topology | undefined,
  next: Topology,
): Promise<Result<void>> {
  const voters = votersOf(run);
  const leaving = leavingOf(run, { before, next }, voters);
  const staying = voters.filter((each) => !leaving.includes(each));
  if (leaving.length === 0 || staying.length === 0) return success(undefined);
  const { host, manifestFolder, store } = run.options;
  const { record, folder } = run.carrying;
  const running = await openMeshAt({ host, manifestFolder, folder, store }, nothingApplied);
  if (!running.ok) return success(undefined);
  const diagnostics = [
    ...(await removeLostAt(run, running.value, leaving)),
    ...(await releaseFrom(run, running.value, leaving, staying)),
  ];
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  // Whoever wants one of them back has to start it anew.
  for (const [name, { environment, record: before }] of leaving) {
    const { applied, underway = [], ...rest } = before;
    record.set(name, environment, { ...rest, underway: [...(applied ? [applied] : []), ...underway] });
  }
  return record.save();
}

function votersOf({ carrying, options }: ApplyRun): readonly Voter[] {
  return [...carrying.record.instances()].filter(
    ([
      ,
      {
        record: { applied, engine },
      },
    ]) => {
      const isAgreed = applied?.health.kind === "http" && applied.health.agreedPath !== undefined;
      return isAgreed && liveOf(options, engine)?.stored?.sharesNames([applied]);
    },
  );
}

function leavingOf(
  run: ApplyRun,
  { before, next }: { readonly before: Topology | undefined; readonly next: Topology },
  voters: readonly Voter[],
): readonly Voter[] {
  const { scope } = run.carrying;
  const touched = voters.filter(([, { environment }]) => scope?.has(environment) ?? true);
  const gone = touched.filter(([, { record }]) => !next.brokers.has(record.broker));
  const closing = touched.filter(
    ([
      ,
      {
        record: { broker },
      },
    ]) => {
      const [was, now] = [before?.brokers.get(broker), next.brokers.get(broker)];
      return now !== undefined && (now.storing === undefined || now.role !== was?.role);
    },
  );
  const all = [...closing, ...gone];
  const staying = voters.length - all.length;
  // Of nobody who stays nothing is asked.
  const isMajority = staying === 0 || 2 * staying > voters.length;
  const isLost = ([, { record }]: Voter) => lostOf(run, record).length === kept(record).length;
  return !isMajority && gone.every(isLost) ? all : closing;
}

function kept({ provisions = [], left = [] }: PlacedRecord["record"]): readonly Provision[] {
  return [...provisions, ...left];
}

function lostOf({ options, planned }: ApplyRun, record: PlacedRecord["record"]): readonly Provision[] {
  const store = liveOf(options, record.engine)?.stored;
  const owners = (each: Provision) => [lossKey("broker", record.broker), ...(store?.ownersOf(each) ?? [])];
  return kept(record).filter((each) => owners(each).some((one) => planned.mayLose.has(one)));
}

/** Removes what may be lost: it would be known for ever where it was, and its name be taken. */
async function removeLostAt(
  run: ApplyRun,
  running: RunningMesh,
  leaving: readonly Voter[],
): Promise<readonly Diagnostic[]> {
  const diagnostics: Diagnostic[] = [];
  for (const voter of leaving) {
    const [, { record }] = voter;
    const store = liveOf(run.options, record.engine)?.stored;
    const seed = store && running.seedOf(store.provisionerIdentity);
    const client = clientOf(run, running, voter);
    const lost = lostOf(run, record);
    if (!store || seed === undefined || !client || lost.length === 0) continue;
    const why = await asked(run, () => store.remove(client, seed, lost));
    if (why !== undefined)
      diagnostics.push(diagnose(notProvisioned, { broker: record.broker, by: run.carrying.folder, why }));
  }
  return diagnostics;
}

async function releaseFrom(
  run: ApplyRun,
  running: RunningMesh,
  leaving: readonly Voter[],
  staying: readonly Voter[],
): Promise<readonly Diagnostic[]> {
  const [first] = staying;
  if (!first) return [];
  const { engine, broker } = first[1].record;
  const { logins, stored } = liveOf(run.options, engine) ?? {};
  const seed = logins && running.seedOf(logins.systemIdentity);
  const client = clientOf(run, running, first);
  if (!stored || seed === undefined || !client) return [];
  const names = leaving.map(([name]) => name);
  const why = await asked(run, () => stored.release(client, seed, names));
  return why === undefined ? [] : [diagnose(notProvisioned, { broker, by: run.carrying.folder, why })];
}

/** Asks until there is an answer: why there is none, if so. */
async function asked(
  { options: { host, limits = usualLimits } }: ApplyRun,
  ask: () => Promise<unknown>,
): Promise<string | undefined> {
  try {
    const answer = await poll(host, limits.provision, ask);
    return answer === undefined ? "those that store did not agree in time" : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function clientOf({ options }: ApplyRun, running: RunningMesh, [name, { record }]: Voter) {
  const engine = options.engines.find((support) => support.engine.name === record.engine)?.engine;
  return engine && isBrokerEngine(engine) ? running.endpoint(name, ownListener(engine)) : undefined;
}

function liveOf({ engines }: ApplyRun["options"], name: string): LiveEngine | undefined {
  return engines.find(({ engine }) => engine.name === name)?.live;
}
