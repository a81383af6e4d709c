import type { SecretReference, Workload } from "../../compiler/model/workload.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { certificateMakers } from "../../deploy/certificates/certificate-makers.ts";
import { ensureCertificates, isCertificate } from "../../deploy/certificates/ensure-certificates.ts";
import { success } from "../../deploy/diagnose.ts";
import type { Host } from "../../deploy/host/host.ts";
import { ensureIdentities } from "../../deploy/identities.ts";
import { newPasswordPair } from "../../deploy/password-pair.ts";
import { fileStore } from "../../deploy/state/file-store.ts";
import type { StateStore, StoreLock } from "../../deploy/state/state-store.ts";
import { settleSecrets } from "../../deploy/state/settle-secrets.ts";
import { openMeshRecord, readStoredMesh } from "../../deploy/up/mesh-record.ts";
import { randomPassword } from "../../deploy/up/random-password.ts";
import { withMeshLock } from "../../deploy/up/with-mesh-lock.ts";
import { newKeyPair } from "../../targets/engines/nats/live/key-pair.ts";

const shown = { of: "core-0", dialedBy: ["127.0.0.1"] };

/** What refers to secrets of every kind, to two of some. */
export const references: readonly SecretReference[] = [
  { kind: "publicKey", of: "application.till" },
  { kind: "seed", of: "link.a.b" },
  { kind: "password", of: "cluster.core" },
  { kind: "certificate", ...shown },
  { kind: "privateKey", ...shown },
  { kind: "certificate", of: "link.a.b", dialedBy: [] },
  { kind: "authority", of: "servers" },
  { kind: "loginPassword", of: "application.panel" },
  { kind: "pbkdf2", of: "application.panel" },
  { kind: "bcrypt", of: "application.panel" },
];

/** One secret of each kind: a key, a password, an authority and a certificate. */
export const oneOfEach: readonly SecretReference[] = references.filter(
  ({ kind, of }) => kind === "seed" || kind === "password" || of === "core-0",
);

function workloadsWith(parts: readonly SecretReference[]): readonly Workload[] {
  const instance = {
    name: "core-0",
    files: [{ path: "f", mode: 0o400 as const, parts }],
    command: { program: "p", arguments: [] },
    listeners: [],
    health: { kind: "http" as const, listener: "management", path: "/" },
    reload: { signal: "SIGHUP" as const },
    stop: { signal: "SIGTERM" as const, graceSeconds: 1 },
  };
  const of = { broker: "core", environment: "e", engine: "nats", version: "2.15" };
  return [{ ...of, provisions: [], instances: [instance] }];
}

/** The values of the references, in order. */
export type Values = readonly (string | undefined)[];

/** Does with the secrets of a folder what `up` does before it starts anything; returns what files would hold. */
export function bringSecrets(
  host: Host,
  folder: string,
  recipients: readonly string[],
  wanted: readonly SecretReference[] = references,
): Promise<Result<Values>> {
  const store = fileStore(host, folder);
  return withMeshLock(store, [], "meshc up", (lock) => bring(host, store, lock, recipients, wanted));
}

async function bring(
  host: Host,
  store: StateStore,
  lock: StoreLock,
  recipients: readonly string[],
  wanted: readonly SecretReference[],
): Promise<Result<Values>> {
  const stored = await readStoredMesh(store);
  if (!stored.ok) return stored;
  const record = openMeshRecord(store, lock, stored.value, "m");
  const settled = await settleSecrets(store.secrets, record, recipients);
  if (!settled.ok) return settled;
  const secrets = store.secrets.encryptedTo(recipients);
  const workloads = workloadsWith(wanted);
  const identities = await ensureIdentities(workloads, record.mesh, secrets, {
    newKeyPair,
    newPasswordPair: () => newPasswordPair(host),
    newPassword: () => randomPassword(host),
  });
  if (!identities.ok) return identities;
  const makers = certificateMakers(host, "m");
  const certificates = await ensureCertificates(workloads, identities.value.state, secrets, makers);
  if (!certificates.ok) return certificates;
  record.setMesh(certificates.value.state);
  const saved = await record.save();
  if (!saved.ok) return saved;
  const valueOf = (reference: SecretReference) => {
    if (reference.kind === "given") return undefined;
    return isCertificate(reference)
      ? certificates.value.lookUp(reference)
      : identities.value.lookUp(reference);
  };
  return { ...success(wanted.map(valueOf)), diagnostics: settled.diagnostics };
}
