import { X509Certificate } from "node:crypto";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { invariant } from "../../compiler/diagnostics/invariant.ts";
import { hasErrors, type Result } from "../../compiler/diagnostics/result.ts";
import type { Authority, CertificateReference, Workload } from "../../compiler/model/workload.ts";
import { secretLost } from "../codes.ts";
import { diagnose, success } from "../diagnose.ts";
import type { MeshState } from "../state/documents.ts";
import type { SecretStore } from "../state/secrets.ts";
import type { Certified } from "./pem.ts";
import { stillGood } from "./still-good.ts";

/** What makes keys and certificates. */
export interface CertificateMakers {
  readonly now: Date;
  newAuthority(of: Authority): Promise<Certified>;
  newCertificate(authority: Certified, of: string, dialedBy: readonly string[]): Promise<Certified>;
}

/** What exists of a mesh's certificates after all that was missing was made. */
export interface Certificates {
  /** What belongs into the mesh's document now; the same object where no authority was made. */
  readonly state: MeshState;
  /** The PEM of a reference; `undefined` where it is not one of the workloads'. */
  lookUp(reference: CertificateReference): string | undefined;
}

/**
 * Makes the authorities and certificates that the workloads refer to and that are not there. An authority is never made
 * anew, since all that know the mesh's servers know them by it: where its key is lost that is an error. A certificate
 * is, where it is not good any more.
 */
export async function ensureCertificates(
  workloads: readonly Workload[],
  state: MeshState,
  secrets: SecretStore,
  makers: CertificateMakers,
): Promise<Result<Certificates>> {
  const references = referencesOf(workloads);
  const authorities = new Map<Authority, Certified>();
  const diagnostics: Diagnostic[] = [];
  for (const of of [...new Set(references.map(authorityOf))].toSorted()) {
    const found = await authority(of, state.authorities?.[of], secrets, makers);
    diagnostics.push(...found.diagnostics);
    if (found.ok) authorities.set(of, found.value);
  }
  if (hasErrors(diagnostics)) return { ok: false, diagnostics };
  const shown = new Map<string, Certified>();
  for (const reference of references) {
    if (reference.kind === "authority" || shown.has(reference.of)) continue;
    const signer = authorities.get(authorityOf(reference));
    invariant(signer, `nobody signs the certificate of ${reference.of}`);
    const found = await certificate(reference, signer, secrets, makers);
    if (!found.ok) return found;
    shown.set(reference.of, found.value);
  }
  const known = Object.fromEntries([...authorities].map(([of, { certificate: pem }]) => [of, pem]));
  return success({
    state: isKnown(state, known) ? state : { ...state, authorities: { ...state.authorities, ...known } },
    lookUp: (reference) =>
      reference.kind === "authority"
        ? authorities.get(reference.of)?.certificate
        : shown.get(reference.of)?.[reference.kind],
  });
}

function isKnown({ authorities = {} }: MeshState, known: Readonly<Record<string, string>>): boolean {
  return Object.keys(known).every((of) => of in authorities);
}

/** Who signs what is referred to: servers are dialed, links only dial. */
function authorityOf(reference: CertificateReference): Authority {
  if (reference.kind === "authority") return reference.of;
  return reference.dialedBy.length > 0 ? "servers" : "links";
}

function referencesOf(workloads: readonly Workload[]): readonly CertificateReference[] {
  const parts = workloads.flatMap(({ instances }) =>
    instances.flatMap(({ files }) => files.flatMap((file) => file.parts)),
  );
  return parts.flatMap((part) => (typeof part !== "string" && isCertificate(part) ? part : []));
}

/** Whether a reference is to a certificate, its key or who signs it. */
export function isCertificate(reference: { readonly kind: string }): reference is CertificateReference {
  return ["certificate", "privateKey", "authority"].includes(reference.kind);
}

async function authority(
  of: Authority,
  recorded: string | undefined,
  secrets: SecretStore,
  makers: CertificateMakers,
): Promise<Result<Certified>> {
  const found = await secrets.certified("authorities", of);
  if (!found.ok) return found;
  const kept = found.value;
  const lost = (why: string): Result<never> => {
    const harm = "No certificate can be made any more that those who know the mesh by it take";
    const file = secrets.fileOf("authorities", of);
    return {
      ok: false,
      diagnostics: [diagnose(secretLost, { of: `authority "${of}"`, file, why, lost: harm })],
    };
  };
  if (kept === "damaged") return lost("is damaged");
  if (kept && recorded !== undefined && kept.certificate !== recorded)
    return lost("holds another authority than the recorded one");
  const outside = kept && whyNotNow(kept, makers.now);
  if (outside !== undefined) return lost(outside);
  if (kept) return success(kept);
  if (recorded !== undefined) return lost("is not there");
  const made = await makers.newAuthority(of);
  const written = await secrets.writeCertified("authorities", of, made);
  return written.ok ? success(made) : written;
}

/** Why an authority signs nothing that would be taken, where its time or this machine's clock is wrong. */
function whyNotNow({ certificate: pem }: Certified, now: Date): string | undefined {
  const { validFrom, validTo } = new X509Certificate(pem);
  const [from, to] = [new Date(validFrom), new Date(validTo)];
  if (from <= now && now <= to) return undefined;
  return `holds from ${from.toISOString()} to ${to.toISOString()}, and this machine's clock says ${now.toISOString()}`;
}

async function certificate(
  { of, dialedBy }: Exclude<CertificateReference, { kind: "authority" }>,
  signer: Certified,
  secrets: SecretStore,
  makers: CertificateMakers,
): Promise<Result<Certified>> {
  const found = await secrets.certified("certificates", of);
  if (!found.ok) return found;
  const kept = found.value;
  const names = dialedBy.length > 0 ? dialedBy : [of];
  if (typeof kept === "object" && stillGood(kept, signer.certificate, names, makers.now))
    return success(kept);
  const made = await makers.newCertificate(signer, of, dialedBy);
  const written = await secrets.writeCertified("certificates", of, made);
  return written.ok ? success(made) : written;
}
