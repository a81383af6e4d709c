import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { hasErrors, type Result } from "../../compiler/diagnostics/result.ts";
import type { Workload, WorkloadInstance } from "../../compiler/model/workload.ts";
import type { Step } from "../../compiler/target.ts";
import { success } from "../diagnose.ts";
import type { ProcessId } from "../host/host.ts";
import type { InstanceRecord } from "../state/documents.ts";
import { versionsOf } from "../state/versions-of.ts";
import { inParallel } from "../verify/in-parallel.ts";
import { awaitHealthy } from "./await-healthy.ts";
import { endProcess } from "./end-process.ts";
import type { EngineSupport } from "./engine-support.ts";
import type { Program } from "./find-program.ts";
import type { Ground } from "./ground.ts";
import type { MeshRecord } from "./mesh-record.ts";
import { reconnectIdentity } from "./reconnect-identity.ts";
import { reloadInstance } from "./reload-instance.ts";
import { startInstance } from "./start-instance.ts";
import type { Progress } from "./up-event.ts";

/** An instance and the steps that it takes. */
export interface PlannedInstance {
  readonly workload: Workload;
  readonly instance: WorkloadInstance;
  readonly steps: readonly Step[];
  readonly support: EngineSupport;
  readonly program: Program;
  /** Its process, if it runs. */
  readonly process?: ProcessId;
}

/** What carrying out works on. */
export interface Work {
  readonly ground: Ground;
  readonly record: MeshRecord;
  readonly progress: Progress;
  /** Waits, for a short while, until an instance is back among its peers. */
  readonly rejoined: (planned: PlannedInstance, stored: boolean) => Promise<unknown>;
}

const startsAtOnce = 16;

/**
 * Brings the instances of one wave about: reloads first, then new processes all together, then restarts one after
 * another. What is begun is recorded before, and what was reached after, so that a later run knows what to mend.
 */
export async function carryOut(work: Work, wave: readonly PlannedInstance[]): Promise<Result<void>> {
  const touched = wave.filter(({ steps }) => steps.length > 0);
  for (const each of wave) {
    const placed = work.record.instance(each.instance.name);
    // One that stands in another environment now may have the same files there.
    const isMoved = placed?.environment !== each.workload.environment;
    if (each.steps.length === 0 && (placed?.record.underway || isMoved)) reached(work, each);
  }
  if (touched.length === 0) return work.record.save();
  for (const each of touched) note(work, each, { underway: begunWith(work, each) });
  const begun = await work.record.save();
  if (!begun.ok) return begun;
  const has = (kind: Step["kind"]) => touched.filter(({ steps }) => steps.some((step) => step.kind === kind));
  const [starts, restarts] = [has("start"), has("restart")];
  const changes = touched.filter((each) => !starts.includes(each) && !restarts.includes(each));
  const runs: readonly (() => Promise<Result<void>>)[] = [
    ...changes.map((each) => () => change(work, each)),
    () => startAll(work, starts),
    ...restarts.map((each) => () => restart(work, each)),
  ];
  const diagnostics: Diagnostic[] = [];
  for (const run of runs) {
    if (work.ground.interrupted() || hasErrors(diagnostics)) break;
    diagnostics.push(...(await run()).diagnostics);
  }
  const saved = await work.record.save();
  diagnostics.push(...saved.diagnostics);
  return hasErrors(diagnostics) ? { ok: false, diagnostics } : { ok: true, value: undefined, diagnostics };
}

/** Records what is new before anything is begun, so that a run which ends half-way leaves no gap in `status`. */
export function announce(work: Work, planned: readonly PlannedInstance[]): void {
  for (const each of planned) {
    if (!work.record.instance(each.instance.name)) note(work, each, { underway: [each.instance] });
  }
}

/** What was begun and not seen to end, with what is to be begun now. */
function begunWith({ record }: Work, { instance }: PlannedInstance): readonly WorkloadInstance[] {
  const wanted = JSON.stringify(instance);
  const before = record.instance(instance.name)?.record.underway ?? [];
  return [...before.filter((each) => JSON.stringify(each) !== wanted), instance];
}

/** Records something about an instance; `save` writes it. */
function note(
  { record }: Work,
  { workload, instance, program }: PlannedInstance,
  news: Partial<InstanceRecord>,
): void {
  const before = recordOf(record.instance(instance.name)?.record, workload.engine);
  record.set(instance.name, workload.environment, {
    program: { path: program.path, version: program.version },
    ...before,
    broker: workload.broker,
    engine: workload.engine,
    ...(instance.beside !== undefined && { beside: instance.beside }),
    ports: Object.fromEntries(instance.listeners.map(({ name, port }) => [name, port])),
    ...news,
  });
}

/** What is recorded of an instance; what was made inside it by another engine is nothing to this one. */
function recordOf(record: InstanceRecord | undefined, engine: string): InstanceRecord | undefined {
  if (!record || record.engine === engine) return record;
  const { provisions: _made, left: _left, ...rest } = record;
  return rest;
}

/** Records that an instance is what it should be. */
function reached({ record }: Work, { workload, instance }: PlannedInstance): void {
  const before = record.instance(instance.name)?.record;
  if (!before) return;
  const { underway: _, ...rest } = before;
  record.set(instance.name, workload.environment, { ...rest, applied: instance });
}

function earlier({ record }: Work, { instance }: PlannedInstance): readonly WorkloadInstance[] {
  return versionsOf(record.instance(instance.name)?.record);
}

/** Starts many together: all are recorded as running before the first is waited for. */
async function startAll(work: Work, planned: readonly PlannedInstance[]): Promise<Result<void>> {
  const started = await inParallel(planned, (each) => spawn(work, each), startsAtOnce);
  const saved = await work.record.save();
  const ids = new Map(planned.map((each, index) => [each, started[index]]));
  const results = await inParallel([...ids], async ([each, id]) =>
    id?.ok ? confirm(work, each, id.value) : success(undefined),
  );
  const diagnostics = [...started, saved, ...results].flatMap((result) => result.diagnostics);
  return hasErrors(diagnostics) ? { ok: false, diagnostics } : success(undefined);
}

async function spawn(work: Work, planned: PlannedInstance): Promise<Result<ProcessId>> {
  const { instance, program, steps } = planned;
  const why = steps[0]?.why;
  work.progress({
    kind: "instance",
    instance: instance.name,
    to: "starting",
    ...(why !== undefined && { why }),
  });
  const started = await startInstance(work.ground, instance, program.path, earlier(work, planned));
  const { path, version } = program;
  if (started.ok) note(work, planned, { process: started.value, program: { path, version } });
  return started;
}

async function confirm(work: Work, planned: PlannedInstance, id: ProcessId): Promise<Result<void>> {
  const healthy = await awaitHealthy(work.ground, planned.instance, planned.support.live, id);
  if (!healthy.ok) return healthy;
  if (!healthy.value) return success(undefined);
  reached(work, planned);
  work.progress({ kind: "instance", instance: planned.instance.name, to: "healthy" });
  return success(undefined);
}

async function restart(work: Work, planned: PlannedInstance): Promise<Result<void>> {
  const { instance, steps, process } = planned;
  const why = steps[0]?.why ?? "";
  const before = work.record.instance(instance.name)?.record.applied;
  // One that did not store before has nobody to agree with until the others are restarted too.
  const stored = before?.health.kind === "http" && before.health.agreedPath !== undefined;
  work.progress({ kind: "instance", instance: instance.name, to: "restarting", why });
  if (process) {
    const ended = await endProcess(work.ground.host, instance.name, process, instance.stop.graceSeconds);
    if (!ended.ok) return ended;
  }
  const started = await startAll(work, [planned]);
  if (started.ok) await work.rejoined(planned, stored);
  return started;
}

async function change(work: Work, planned: PlannedInstance): Promise<Result<void>> {
  const { instance, steps, support, process } = planned;
  const { live } = support;
  for (const step of steps) {
    const tell = (to: "reloading" | "reloaded" | "reconnecting"): void =>
      work.progress({ kind: "instance", instance: instance.name, to, why: step.why });
    if (step.kind === "reload" && process) {
      tell("reloading");
      const reloaded = await reloadInstance(work.ground, instance, live, process, earlier(work, planned));
      if (!reloaded.ok) return reloaded;
      tell("reloaded");
    }
    if (step.kind === "reconnect" && step.identity !== undefined) {
      tell("reconnecting");
      const reconnected = await reconnectIdentity(work.ground, instance, support, step.identity);
      if (!reconnected.ok) return reconnected;
    }
  }
  reached(work, planned);
  return success(undefined);
}
