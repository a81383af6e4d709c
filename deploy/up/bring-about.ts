import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { hasErrors, type Result } from "../../compiler/diagnostics/result.ts";
import { waves } from "../../compiler/model/waves.ts";
import { success } from "../diagnose.ts";
import { onlyLetsIn } from "../operators/only-lets-in.ts";
import { withOperators } from "../../compiler/model/with-operators.ts";
import { withOperator } from "../operators/with-operator.ts";
import type { OperatorRecord } from "../state/documents.ts";
import { areSettled } from "../state/settle-secrets.ts";
import type { BringOptions, Bringing } from "./bringing.ts";
import { announce, carryOut, type PlannedInstance, type Work } from "./carry-out.ts";
import { complete } from "./complete.ts";
import { endRemoved } from "./end-removed.ts";
import type { Ground } from "./ground.ts";
import type { MeshRecord } from "./mesh-record.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { type BrokerChange, provisionChanges } from "./provision-changes.ts";
import { type LeftAlone, leftAlone } from "./left-alone.ts";
import { type LeftGroup, leftGroups, releaseLeaving } from "./release-leaving.ts";
import { recordPeers } from "./record-peers.ts";
import { recordProvisions } from "./record-provisions.ts";
import { settleProcesses } from "./settle-processes.ts";
import type { UpReport } from "./up-options.ts";
import { type GoingAlong, whatGoesAlong } from "./what-goes-along.ts";
import { whatServersLose } from "./what-servers-lose.ts";
import { whatIsWithheld } from "./withheld.ts";
import { workOf } from "./work-of.ts";

/** What was done, what is inside the brokers now, and how they are asked. */
export interface BroughtAbout extends UpReport {
  readonly changes: readonly BrokerChange[];
  readonly ground: Ground;
}

/** What there is to do: what instances take, which are to be ended, and what changes inside brokers. */
interface Todo extends Prepared {
  readonly removed: readonly string[];
  readonly changes: readonly BrokerChange[];
  /** Servers that have left those that agree, who are still to be told. */
  readonly left: readonly LeftGroup[];
}

/**
 * Brings the mesh about that a topology says, wave by wave, from whatever an earlier run left, and waits until it is in
 * force. `writeSecrets` is done once it is known that nothing stands against it.
 */
export async function bringAbout(
  asked: Bringing,
  record: MeshRecord,
  writeSecrets: () => Promise<Result<void>> = async () => success(undefined),
): Promise<Result<BroughtAbout>> {
  const { folder, options } = asked;
  const operators = operatorsOf(record, options);
  const topology = withOperators(asked.topology, operators);
  const bringing = { ...asked, topology };
  const running = await settleProcesses(options.host, folder, record.instances());
  if (!running.ok) return running;
  const spoke = record.mesh.tls;
  const prepared = await prepare(bringing, record, running.value);
  if (!prepared.ok) return prepared;
  const { ground, planned } = prepared.value;
  const alone = leftAlone(record, planned);
  const removed = removedOf(bringing, record, planned, alone);
  const moves = !areSettled(record, topology.mesh.recipients);
  const beyond = options.operator
    ? onlyLetsIn(options.operator, ground, planned, removed, moves, folder.command)
    : [];
  if (beyond.length > 0) return { ok: false, diagnostics: beyond };
  if (operators.length > 0) record.setMesh({ ...record.mesh, operators });
  for (const write of [writeSecrets, () => record.save()]) {
    const written = await write();
    if (!written.ok) return written;
  }
  const counts = count(bringing, record, planned, removed);
  const changesNow = () => (options.operator ? [] : changesOf(record, prepared.value));
  const goingAlong = { record, removed, running: running.value, lookUp: prepared.value.before };
  const withheld = options.operator ? [] : await withheldNow(bringing, ground, changesNow(), goingAlong);
  if (withheld.length > 0) return { ok: false, diagnostics: withheld };
  const begun = await bringing.begin?.();
  if (begun && !begun.ok) return begun;
  const changes = changesNow();
  const work = workOf(bringing, record, ground, planned, record.mesh.tls === spoke);
  announce(work, planned);
  const leaving = leftGroups({ ...bringing, ...goingAlong, planned });
  // With those that still run they are a majority; where nothing runs that can be asked it is done once something does.
  const [now, later] = [leaving.filter(isMajority), leaving.filter((each) => !isMajority(each))];
  const released = await releaseLeaving(work, now, prepared.value.before);
  if (released.length > 0) return { ok: false, diagnostics: released };
  const end = (names: readonly string[]) => endRemoved(work, names, running.value);
  const done = await carryOutAll(work, bringing, { planned, removed, alone, end });
  if (done.length > 0) return { ok: false, diagnostics: done };
  const finished = await finish(bringing, work, { ...prepared.value, removed, changes, left: later });
  const interrupted = ground.interrupted();
  const report = { topology, ...counts, interrupted, changes, ground };
  return finished.ok ? { ...success(report), diagnostics: finished.diagnostics } : finished;
}

function isMajority(group: LeftGroup): boolean {
  return group.isMajority;
}

/**
 * Instances that are recorded and that the topology does not have, of the environments that are touched; where the rest
 * is kept those alone that leave one behind.
 */
function removedOf(
  { scope, keepsRest }: Bringing,
  record: MeshRecord,
  planned: readonly PlannedInstance[],
  alone: readonly LeftAlone[],
): readonly string[] {
  if (keepsRest) return alone.flatMap(({ ending }) => ending).toSorted();
  const names = new Set(planned.map(({ instance }) => instance.name));
  const gone = [...record.instances()].filter(
    ([name, { environment }]) => !names.has(name) && (scope?.has(environment) ?? true),
  );
  return gone.map(([name]) => name).toSorted();
}

function changesOf(record: MeshRecord, { planned, elsewhere, ground, before }: Prepared) {
  return provisionChanges(record, planned, elsewhere, ground.lookUp, before);
}

/** Tells how much is to be done, and counts a generation of the environments in which something is. */
function count(
  { options }: Bringing,
  record: MeshRecord,
  planned: readonly PlannedInstance[],
  removed: readonly string[],
): Pick<UpReport, "instances" | "touched" | "removed"> {
  const changed = planned.filter(({ steps }) => steps.length > 0);
  const counts = { instances: planned.length, touched: changed.length, removed: removed.length };
  options.progress({ kind: "planned", ...counts });
  record.countGenerations(
    new Set([
      ...changed.map(({ workload }) => workload.environment),
      ...removed.flatMap((name) => record.instance(name)?.environment ?? []),
    ]),
  );
  return counts;
}

/** What would be kept from its readers, as far as the brokers that run already can tell. */
async function withheldNow(
  { mayLose, engines, store }: Bringing,
  ground: Ground,
  changes: readonly BrokerChange[],
  going: Pick<GoingAlong, "record" | "removed" | "running" | "lookUp">,
): Promise<readonly Diagnostic[]> {
  const lost = await whatServersLose(ground, changes, mayLose);
  if (lost.length > 0) return lost;
  const { folder: by, names } = ground;
  const optional = { ...(mayLose && { mayLose }), ...(names && { names }) };
  const gone = await whatGoesAlong({ ...going, by, changes, engines, store, ...optional });
  if (gone.length > 0) return gone;
  const asRunning = changes.flatMap(({ before: client, ...change }) => (client ? { ...change, client } : []));
  return whatIsWithheld(ground, asRunning, mayLose);
}

/** Records what is there now, and waits until it is in force where something may not be. */
async function finish(
  bringing: Bringing,
  work: Work,
  { planned, removed, changes, left }: Todo,
): Promise<Result<void>> {
  const { ground, record } = work;
  if (!bringing.options.operator) recordProvisions(record, changes, () => false);
  const saved = await recordPeers(record, bringing.topology, bringing.scope);
  if (!saved.ok || ground.interrupted()) return saved;
  const isTouched = planned.some(({ steps }) => steps.length > 0) || removed.length > 0;
  if (bringing.isProven && !isTouched && !changes.some(isChanged)) return saved;
  return complete(bringing, work, planned, changes, left);
}

/** Whether something inside a broker is to be other than it was recorded to be. */
function isChanged({ recorded, wanted, newlyLeft }: BrokerChange): boolean {
  return newlyLeft.length > 0 || JSON.stringify(recorded) !== JSON.stringify(wanted);
}

/** Who may look inside which broker from now on. */
function operatorsOf({ mesh }: MeshRecord, { operator, host }: BringOptions): readonly OperatorRecord[] {
  const { operators = [] } = mesh;
  if (!operator) return operators;
  return withOperator(operators, { ...operator, since: host.now().toISOString(), by: host.user });
}

/** What instances take, and which are to be ended. */
interface Carried {
  readonly planned: readonly PlannedInstance[];
  readonly removed: readonly string[];
  readonly alone: readonly LeftAlone[];
  readonly end: (names: readonly string[]) => Promise<Result<void>>;
}

/**
 * Wave by wave, in each those last that others leave, and these with them; what else the manifest no longer has at the very
 * end. Stops at the first wave that fails.
 */
async function carryOutAll(
  work: Work,
  { topology, afterWave }: Bringing,
  { planned, removed, alone, end }: Carried,
): Promise<readonly Diagnostic[]> {
  const known = new Set(alone.map((each) => each.planned));
  for (const [index, wave] of waves(topology).entries()) {
    const brokers = new Set(wave);
    const mine = planned.filter(({ workload }) => brokers.has(workload.broker));
    const others = mine.filter((each) => !known.has(each));
    const parts = [
      () => carryOut(work, others),
      ...alone
        .filter((each) => mine.includes(each.planned))
        .flatMap((each) => [() => carryOut(work, [each.planned]), () => end(each.ending)]),
    ];
    for (const part of parts) {
      const result = await part();
      if (!result.ok) return result.diagnostics;
      if (work.ground.interrupted()) return [];
    }
    const told = await afterWave?.(index + 1, wave);
    if (told && hasErrors(told.diagnostics)) return told.diagnostics;
  }
  const ended = new Set(alone.flatMap(({ ending }) => ending));
  return (await end(removed.filter((name) => !ended.has(name)))).diagnostics;
}
