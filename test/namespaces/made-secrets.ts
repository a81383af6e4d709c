import type { Result } from "../../compiler/diagnostics/result.ts";
import type { Shown } from "../../compiler/live.ts";
import type { Workload } from "../../compiler/model/workload.ts";
import { certificateMakers } from "../../deploy/certificates/certificate-makers.ts";
import { ensureCertificates, isCertificate } from "../../deploy/certificates/ensure-certificates.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { ensureIdentities } from "../../deploy/identities.ts";
import { newPasswordPair } from "../../deploy/password-pair.ts";
import { fileSecrets } from "../../deploy/state/secrets.ts";
import type { LookUp } from "../../deploy/up/instance-files.ts";
import { randomPassword } from "../../deploy/up/random-password.ts";
import { natsLive } from "../nats/nats-live.ts";

/** Keys, passwords and certificates of a mesh. */
export interface MadeSecrets {
  readonly lookUp: LookUp;
  /** Names of everybody who logs in. */
  readonly identities: readonly string[];
  /** What an identity logs in with. */
  seedOf(identity: string): string | undefined;
  certificateOf(identity: string): Shown | undefined;
  publicKeyOf(identity: string): string | undefined;
}

/** Makes all that the files of some workloads refer to, as `up` does, into a folder. */
export async function madeSecrets(
  workloads: readonly Workload[],
  mesh: string,
  folder: string,
): Promise<MadeSecrets> {
  const host = nodeHost();
  const secrets = fileSecrets(host, folder).encryptedTo([]);
  const { newKeyPair } = await natsLive();
  const makers = {
    newKeyPair,
    newPasswordPair: () => newPasswordPair(host),
    newPassword: () => randomPassword(host),
  };
  const nothing = { mesh, publicKeys: {}, passwords: [] };
  const identities = valueOf(await ensureIdentities(workloads, nothing, secrets, makers));
  const certificates = valueOf(
    await ensureCertificates(workloads, identities.state, secrets, certificateMakers(host, mesh)),
  );
  const lookUp: LookUp = (reference) => {
    if (reference.kind === "given") return undefined;
    return isCertificate(reference) ? certificates.lookUp(reference) : identities.lookUp(reference);
  };
  const { publicKeys } = identities.state;
  return {
    lookUp,
    identities: Object.keys(publicKeys),
    seedOf: (of) => lookUp({ kind: "seed", of }) ?? lookUp({ kind: "loginPassword", of }),
    certificateOf(of) {
      const certificate = lookUp({ kind: "certificate", of, dialedBy: [] });
      const privateKey = lookUp({ kind: "privateKey", of, dialedBy: [] });
      return certificate !== undefined && privateKey !== undefined ? { certificate, privateKey } : undefined;
    },
    publicKeyOf: (identity) => publicKeys[identity],
  };
}

function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.diagnostics.map(({ message }) => message).join("; "));
}
