import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { hasErrors, type Result } from "../../compiler/diagnostics/result.ts";
import type { KeyPair } from "../../compiler/live.ts";
import { elsewhere } from "../apply/runs-here.ts";
import { type ChosenMesh, nothingRuns } from "../choice/chosen-mesh.ts";
import { renewCredentialFiles } from "../credentials/write-credential-files.ts";
import { diagnose, failure } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import { upPlace } from "../open-running-mesh.ts";
import type { CredentialFileRecord, RevokedKey } from "../state/documents.ts";
import type { StoreLock } from "../state/state-store.ts";
import { secretsOf } from "../state/secrets-of.ts";
import type { EngineSupport } from "../up/engine-support.ts";
import { type Limits, usualLimits } from "../up/limits.ts";
import { openMeshRecord, readStoredMesh } from "../up/mesh-record.ts";
import { settleProcesses } from "../up/settle-processes.ts";
import type { Progress } from "../up/up-event.ts";
import { withMeshLock } from "../up/with-mesh-lock.ts";
import { beginRevocations, endRevocations, revocationsUnderway } from "./begin-revocations.ts";
import { awaitLinks, carryOutRevocations } from "./carry-out-revocations.ts";
import { oldKeyStaysIn, revocationUnfinished } from "./codes.ts";
import { findIdentities, inWords, kindOf, nameOf } from "./find-identities.ts";
import { makeKeys } from "./make-keys.ts";
import { groundOf, planRevocations, type Situation } from "./plan-revocations.ts";
import { proveRevoked } from "./prove-revoked.ts";
import type { RevokedIdentity, RotateReport } from "./rotate-report.ts";

/** How keys are revoked. */
export interface RotateOptions {
  readonly host: Host;
  readonly manifestFolder: string;
  /** The mesh, as it was chosen; the one that `up` runs from the folder where absent. */
  readonly place?: ChosenMesh;
  readonly engines: readonly EngineSupport[];
  /** The command as the user gave it; whoever meets our lock is shown it. */
  readonly command: string;
  /** Names of applications, links and operators. */
  readonly names: readonly string[];
  /** Why, in the user's words. */
  readonly reason?: string;
  readonly progress: Progress;
  /** How long things may take; the usual limits where absent. */
  readonly limits?: Limits;
}

/**
 * Gives identities of a mesh that runs from a folder new keys at once: no instance lets the old ones in any
 * more, what was logged in with them is ended, links log in with the new ones. What an earlier run began is finished
 * with it. The manifest is not read: it may be broken, or no longer have who lost a key. An instance that could not be
 * brought to it does not keep the others from it; then the report says so and is not `ok`. Of a mesh that is down the keys
 * are revoked on record, and `up`, or `apply`, does the rest. What runs on another machine is refused before anything is done.
 */
export async function rotate(options: RotateOptions): Promise<Result<RotateReport>> {
  const { host, manifestFolder } = options;
  const place = options.place ?? { kind: "up", ...(await upPlace(host, manifestFolder)) };
  const { store } = place;
  const standing = await readStoredMesh(store);
  if (!standing.ok) return standing;
  if (!standing.value) return failure(nothingRuns(place), { folder: manifestFolder });
  return withMeshLock(store, [], options.command, (lock) => rotateLocked(options, place, lock));
}

async function rotateLocked(
  options: RotateOptions,
  { kind, folder, store }: Pick<ChosenMesh, "kind" | "folder" | "store">,
  lock: StoreLock,
): Promise<Result<RotateReport>> {
  const { host, manifestFolder, names, reason, limits = usualLimits, progress } = options;
  const began = performance.now();
  const stored = await readStoredMesh(store);
  if (!stored.ok) return stored;
  if (!stored.value) return failure(nothingRuns({ kind }), { folder: manifestFolder });
  const strangers = elsewhere(host, folder, stored.value.environments.values(), undefined);
  if (strangers.length > 0) return { ok: false, diagnostics: strangers };
  const record = openMeshRecord(store, lock, stored.value, stored.value.mesh.content.mesh);
  const identities = findIdentities(names, record.mesh, folder.command);
  if (!identities.ok) return identities;
  const running = await settleProcesses(host, folder, record.instances());
  if (!running.ok) return running;
  const how = { at: host.now().toISOString(), ...(reason !== undefined && { reason }) };
  const begun = await beginRevocations(record, secretsOf(store, record), identities.value, how);
  if (!begun.ok) return begun;
  const underway = revocationsUnderway(record);
  const engines = new Map(options.engines.map((support) => [support.engine.name, support]));
  const situation = {
    host,
    manifestFolder,
    folder,
    store,
    record,
    running: running.value,
    engines,
    limits,
    progress,
  };
  const report = await revoke(situation, underway);
  if (!report.ok) return report;
  const seconds = (performance.now() - began) / 1_000;
  return { ...report, value: { ...report.value, seconds } };
}

/** Carries revocations out from wherever an earlier run left them. */
async function revoke(
  situation: Situation,
  underway: readonly RevokedKey[],
): Promise<Result<Omit<RotateReport, "seconds">>> {
  const { record, store } = situation;
  const made = await makeKeys(situation, underway);
  if (!made.ok) return made;
  const ground = await groundOf(situation);
  if (!ground.ok) return ground;
  const planned = await planRevocations(situation, ground.value);
  const carried = await carryOutRevocations(situation, ground.value, planned, underway);
  const failed = new Set(carried.unreached.map(({ instance }) => instance));
  const others = planned.filter(({ instance, process }) => process && !failed.has(instance.name));
  const proof = await proveRevoked(ground.value, secretsOf(store, record), others, underway);
  const proved = proof.ok ? proof.value : { refusedBy: [], unreached: [] };
  const unlinked = await awaitLinks(situation, ground.value, planned, underway);
  const unreached = [...carried.unreached, ...proved.unreached];
  const identities = underway.map(({ identity }) => inWords(identity));
  const staysIn = unreached.map((each) =>
    diagnose(oldKeyStaysIn, { identities, command: situation.folder.command, ...each }),
  );
  const renewed = await renewFiles(situation, underway);
  const told = [...proof.diagnostics, ...staysIn, ...renewed.diagnostics];
  // What went wrong is done again by the next run, which has to know that there is something to do.
  const finished = hasErrors(told) ? [] : await finish(situation, underway);
  const { reloaded, restarted, ended } = carried;
  const files = renewed.ok ? renewed.value : [];
  const diagnostics = [...told, ...finished, ...unlinked];
  const report = {
    ok: !hasErrors(diagnostics),
    revoked: underway.map((each) => revokedIdentity(each, record.mesh.publicKeys, files)),
    reloaded,
    restarted,
    ended,
    refusedBy: proved.refusedBy,
    unreached,
  };
  return { ok: true, value: report, diagnostics };
}

/** Ends what was carried out. Of a mesh that is down nothing was tried: that is left to `up`, which lets nobody in by it. */
async function finish(
  { record, store, folder }: Situation,
  underway: readonly RevokedKey[],
): Promise<readonly Diagnostic[]> {
  const isUp = [...record.instances().values()].some((placed) => placed.record.process !== undefined);
  if (isUp) return (await endRevocations(record, secretsOf(store, record), underway)).diagnostics;
  return underway.map(({ identity, at }) =>
    diagnose(revocationUnfinished, { identity: inWords(identity), at, command: folder.command }),
  );
}

function revokedIdentity(
  { identity, publicKey, at }: RevokedKey,
  publicKeys: Readonly<Record<string, string>>,
  renewed: readonly CredentialFileRecord[],
): RevokedIdentity {
  const newKey = publicKeys[identity];
  const file = renewed.find(({ application }) => `application.${application}` === identity)?.file;
  return {
    identity,
    oldKey: publicKey,
    at,
    ...(newKey !== undefined && { newKey }),
    ...(file !== undefined && { file }),
  };
}

/** Puts the new keys of applications into the files that `up` put the old ones into. */
async function renewFiles(
  { host, manifestFolder, record, store }: Situation,
  underway: readonly RevokedKey[],
): Promise<Result<readonly CredentialFileRecord[]>> {
  const keys = new Map<string, KeyPair>();
  for (const { identity } of underway) {
    if (kindOf(identity) !== "application" || record.mesh.publicKeys[identity] === undefined) continue;
    const pair = await store.secrets.key(identity);
    if (!pair.ok) return pair;
    if (typeof pair.value === "object") keys.set(nameOf(identity), pair.value);
  }
  return renewCredentialFiles({ host, manifestFolder, record }, keys);
}
