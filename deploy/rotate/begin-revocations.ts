import type { Result } from "../../compiler/diagnostics/result.ts";
import { success } from "../diagnose.ts";
import type { MeshState, RevokedKey } from "../state/documents.ts";
import type { SecretStore } from "../state/secrets.ts";
import type { MeshRecord } from "../up/mesh-record.ts";
import { withRevoked } from "./revoked-references.ts";

/** Revocations that some instance was not seen to carry out yet, oldest first. */
export function revocationsUnderway({ mesh }: Pick<MeshRecord, "mesh">): readonly RevokedKey[] {
  return (mesh.revoked ?? []).filter(({ underway }) => underway);
}

/**
 * Takes their keys from identities, on record: every instance that was given one of them is recorded as one that holds
 * a revoked key, then the document no longer names the keys as theirs. Whatever ends this run, a later one goes on
 * from there. A key whose revocation is underway is not revoked twice. The secret of an old key is kept until it was
 * tried everywhere.
 */
export async function beginRevocations(
  record: MeshRecord,
  secrets: SecretStore,
  identities: readonly string[],
  how: Pick<RevokedKey, "at" | "reason">,
): Promise<Result<void>> {
  const begun = new Set(revocationsUnderway(record).map(({ identity }) => identity));
  const keys = new Map<string, string>();
  for (const identity of identities) {
    const key = record.mesh.publicKeys[identity];
    if (key !== undefined && !begun.has(identity)) keys.set(identity, key);
  }
  if (keys.size === 0) return success(undefined);
  const kept = await keepSecrets(secrets, keys);
  if (!kept.ok) return kept;
  for (const [name, { environment, record: before }] of record.instances()) {
    const { applied, underway } = before;
    const marked = {
      ...before,
      ...(applied && { applied: withRevoked(applied, keys) }),
      ...(underway && { underway: underway.map((each) => withRevoked(each, keys)) }),
    };
    if (JSON.stringify(marked) !== JSON.stringify(before)) record.set(name, environment, marked);
  }
  const saved = await record.save();
  if (!saved.ok) return saved;
  const { publicKeys, revoked = [] } = record.mesh;
  const left = Object.entries(publicKeys).filter(([identity]) => !keys.has(identity));
  const taken = [...keys].map(([identity, publicKey]): RevokedKey => ({
    identity,
    publicKey,
    ...how,
    underway: true,
  }));
  const mesh = { ...withoutOperators(record.mesh, keys), publicKeys: Object.fromEntries(left) };
  record.setMesh({ ...mesh, revoked: [...revoked, ...taken] });
  return record.save();
}

/** Whoever lost a key was let in by name: to be let in again takes more than another key. */
function withoutOperators(mesh: MeshState, keys: ReadonlyMap<string, string>): MeshState {
  const { operators = [], ...rest } = mesh;
  const left = operators.filter(({ name }) => !keys.has(`operator.${name}`));
  return left.length > 0 ? { ...rest, operators: left } : rest;
}

/** One that is lost cannot be tried later; that is no reason to leave the key in force. */
async function keepSecrets(secrets: SecretStore, keys: ReadonlyMap<string, string>): Promise<Result<void>> {
  for (const [identity, key] of keys) {
    const pair = await secrets.key(identity);
    if (!pair.ok) return pair;
    if (typeof pair.value !== "object" || pair.value.publicKey !== key) continue;
    const written = await secrets.writeRevokedKey(identity, pair.value);
    if (!written.ok) return written;
  }
  return success(undefined);
}

/** Records that revocations are carried out everywhere, and forgets the secrets of the old keys. */
export async function endRevocations(
  record: MeshRecord,
  secrets: SecretStore,
  done: readonly RevokedKey[],
): Promise<Result<void>> {
  const keys = new Set(done.map(({ publicKey }) => publicKey));
  const revoked = (record.mesh.revoked ?? []).map((each) => {
    const { underway: _, ...carriedOut } = each;
    return keys.has(each.publicKey) ? carriedOut : each;
  });
  record.setMesh({ ...record.mesh, revoked });
  const saved = await record.save();
  if (!saved.ok) return saved;
  for (const { identity } of done) {
    const removed = await secrets.removeRevokedKey(identity);
    if (!removed.ok) return removed;
  }
  return success(undefined);
}
