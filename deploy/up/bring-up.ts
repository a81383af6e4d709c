import { spokenBy } from "../../compiler/target.ts";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { hasErrors, type Result } from "../../compiler/diagnostics/result.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { writeCredentialFiles } from "../credentials/write-credential-files.ts";
import { success } from "../diagnose.ts";
import { byInstance, expectedPeers } from "../expected-peers.ts";
import { onlyLetsIn } from "../operators/only-lets-in.ts";
import { withOperator, withOperators } from "../operators/with-operators.ts";
import { finishRevocations } from "../rotate/finish-revocations.ts";
import type { OperatorRecord } from "../state/documents.ts";
import { secretsOf } from "../state/secrets-of.ts";
import { secretsIn } from "../state/secrets.ts";
import { areSettled, settleSecrets } from "../state/settle-secrets.ts";
import { stagedPlace } from "../state/staged-place.ts";
import type { Bringing } from "./bringing.ts";
import { awaitAgreed } from "./await-agreed.ts";
import { awaitCopies } from "./await-copies.ts";
import { awaitConnected } from "./await-connected.ts";
import { announce, carryOut, type PlannedInstance, type Work } from "./carry-out.ts";
import { endRemoved } from "./end-removed.ts";
import type { Ground } from "./ground.ts";
import { type MeshRecord, openMeshRecord, readStoredMesh } from "./mesh-record.ts";
import { prepare } from "./prepare.ts";
import { askedOf, proveCarried, proveUp } from "./prove-up.ts";
import { type BrokerChange, provisionChanges } from "./provision-changes.ts";
import { provisionMesh } from "./provision-mesh.ts";
import { recordProvisions } from "./record-provisions.ts";
import { settleProcesses } from "./settle-processes.ts";
import type { UpOptions, UpReport } from "./up-options.ts";
import { waves } from "../../compiler/model/waves.ts";
import { whatIsWithheld } from "./withheld.ts";

/** Brings the mesh about that the topology says, from whatever an earlier run left. */
export async function bringUp(bringing: Bringing): Promise<Result<UpReport>> {
  const { topology, store, lock, options } = bringing;
  const stored = await readStoredMesh(store);
  if (!stored.ok) return stored;
  const record = openMeshRecord(store, lock, stored.value, topology.mesh.name);
  if (options.operator) return letIn(bringing, record);
  const { recipients } = topology.mesh;
  const settled = await settleSecrets(store.secrets, record, recipients);
  if (!settled.ok) return settled;
  if (settled.value > 0)
    options.progress({ kind: "secrets", moved: settled.value, recipients: recipients.length });
  const done = await bringAbout(bringing, record);
  return { ...done, diagnostics: [...settled.diagnostics, ...done.diagnostics] };
}

/** Lets somebody look inside: no secret is moved or made before it is known that nothing else would change. */
async function letIn(bringing: Bringing, record: MeshRecord): Promise<Result<UpReport>> {
  const { secrets } = bringing.store;
  const place = stagedPlace(secrets.place);
  const store = { ...bringing.store, secrets: secretsIn(place, secrets.cipher) };
  return bringAbout({ ...bringing, store }, record, () => place.commit());
}

async function bringAbout(
  asked: Bringing,
  record: MeshRecord,
  writeSecrets: () => Promise<Result<void>> = async () => success(undefined),
): Promise<Result<UpReport>> {
  const { folder, options } = asked;
  const operators = operatorsOf(record, options);
  const topology = withOperators(asked.topology, operators);
  const bringing = { ...asked, topology };
  const running = await settleProcesses(options.host, folder, record.instances());
  if (!running.ok) return running;
  const spoke = record.mesh.tls;
  const prepared = await prepare(bringing, record, running.value);
  if (!prepared.ok) return prepared;
  const { ground, before, planned } = prepared.value;
  const names = new Set(planned.map(({ instance }) => instance.name));
  const removed = [...record.instances().keys()].filter((name) => !names.has(name)).toSorted();
  const moves = !areSettled(record, topology.mesh.recipients);
  const beyond = options.operator ? onlyLetsIn(options.operator, planned, removed, moves) : [];
  if (beyond.length > 0) return { ok: false, diagnostics: beyond };
  if (operators.length > 0) record.setMesh({ ...record.mesh, operators });
  for (const write of [writeSecrets, () => record.save()]) {
    const written = await write();
    if (!written.ok) return written;
  }
  const changed = planned.filter(({ steps }) => steps.length > 0);
  const counts = { instances: planned.length, touched: changed.length, removed: removed.length };
  options.progress({ kind: "planned", ...counts });
  record.countGenerations(
    new Set([
      ...changed.map(({ workload }) => workload.environment),
      ...removed.flatMap((name) => record.instance(name)?.environment ?? []),
    ]),
  );
  const changes = options.operator ? [] : provisionChanges(record, planned, ground.lookUp, before);
  const asRunning = changes.flatMap(({ before: client, ...change }) => (client ? { ...change, client } : []));
  const withheld = await whatIsWithheld(ground, asRunning);
  if (withheld.length > 0) return { ok: false, diagnostics: withheld };
  const work = workOf(bringing, record, ground, planned, record.mesh.tls === spoke);
  announce(work, planned);
  const done = await carryOutAll(work, topology, planned, () => endRemoved(work, removed, running.value));
  if (done.length > 0) return { ok: false, diagnostics: done };
  if (!options.operator) recordProvisions(record, changes);
  const saved = await recordPeers(record, topology);
  if (!saved.ok) return saved;
  const completed = ground.interrupted()
    ? success(undefined)
    : await complete(bringing, work, planned, changes);
  if (!completed.ok) return completed;
  const report = { topology, ...counts, interrupted: ground.interrupted() };
  return { ...success(report), diagnostics: completed.diagnostics };
}

/** Waits until all that was begun is in force, and then does what needs brokers that run. */
async function complete(
  bringing: Bringing,
  work: Work,
  planned: readonly PlannedInstance[],
  changes: readonly BrokerChange[],
): Promise<Result<void>> {
  const { ground, record, progress } = work;
  const mends = bringing.options.operator === undefined;
  const diagnostics = [...(await proveUp(work, bringing.topology, planned, mends))];
  if (hasErrors(diagnostics)) return { ok: false, diagnostics };
  diagnostics.push(...(await finishRevocations(record, secretsOf(bringing.store, record), ground, planned)));
  if (hasErrors(diagnostics)) return { ok: false, diagnostics };
  const isTouched = planned.some(({ steps }) => steps.length > 0);
  const steps = [
    () => provisionMesh(work, changes),
    () => awaitCopies(ground, progress, changes, isTouched),
    () => proveCarried(ground, bringing.topology, progress, planned),
    async () => (await handOut(bringing, record)).diagnostics,
  ];
  for (const step of steps) {
    if (ground.interrupted() || bringing.options.operator) break;
    diagnostics.push(...(await step()));
    if (hasErrors(diagnostics)) return { ok: false, diagnostics };
  }
  return { ok: true, value: undefined, diagnostics };
}

/** Puts credentials into the files that the manifest names for them. */
async function handOut(
  { topology, engines, credentialFiles, options }: Bringing,
  record: MeshRecord,
): Promise<Result<void>> {
  const spoken = new Map([...engines].map(([name, { engine }]) => [name, spokenBy(engine)]));
  return writeCredentialFiles({ ...options, record }, topology, spoken, credentialFiles);
}

/** Who may look inside which broker from now on. */
function operatorsOf({ mesh }: MeshRecord, { operator, host }: UpOptions): readonly OperatorRecord[] {
  const { operators = [] } = mesh;
  if (!operator) return operators;
  return withOperator(operators, { ...operator, since: host.now().toISOString(), by: host.user });
}

/** Records which connections each instance should have, so that `status` can tell without the manifest. */
function recordPeers(record: MeshRecord, topology: Topology): Promise<Result<void>> {
  const peers = byInstance(expectedPeers(topology));
  for (const [name, { environment, record: before }] of record.instances()) {
    const now = peers.get(name) ?? [];
    if (JSON.stringify(before.peers ?? []) === JSON.stringify(now)) continue;
    record.set(name, environment, { ...before, peers: now });
  }
  return record.save();
}

function workOf(
  { topology, options }: Bringing,
  record: MeshRecord,
  ground: Ground,
  planned: readonly PlannedInstance[],
  speaksAsBefore: boolean,
): Work {
  const asked = askedOf(ground, planned);
  const inCluster = expectedPeers(topology).filter(({ link }) => link === undefined);
  const rejoined = async ({ instance }: PlannedInstance, stored: boolean) => {
    const expected = inCluster.filter((peer) => peer.instance === instance.name);
    await awaitConnected(ground, expected, asked, ground.limits.rejoin, () => undefined);
    // One that speaks TLS agrees with nobody until the others do too.
    if (stored && speaksAsBefore) await awaitAgreed(ground, instance);
  };
  return { ground, record, progress: options.progress, rejoined };
}

/** Wave by wave, and what the manifest no longer has at the very end. Stops at the first wave that fails. */
async function carryOutAll(
  work: Work,
  topology: Topology,
  planned: readonly PlannedInstance[],
  endRest: () => Promise<Result<void>>,
): Promise<readonly Diagnostic[]> {
  for (const wave of waves(topology)) {
    const brokers = new Set(wave);
    const result = await carryOut(
      work,
      planned.filter(({ workload }) => brokers.has(workload.broker)),
    );
    if (!result.ok) return result.diagnostics;
    if (work.ground.interrupted()) return [];
  }
  return (await endRest()).diagnostics;
}
