import type { Broker } from "../../compiler/model/mesh.ts";
import type {
  CertificatePart,
  CertificateReference,
  ConfigFile,
  GivenReference,
} from "../../compiler/model/workload.ts";

/** Paths of the files of a certificate that a user keeps, and of that of who signed it. */
export interface GivenFiles {
  readonly certificate: string;
  readonly privateKey: string;
  readonly authority: string;
}

/** The files of a certificate of the broker's own, as its instances show it; none where it has none. */
export function printOwnCertificate(broker: Broker, files: GivenFiles): readonly ConfigFile[] {
  return [
    ...ownPart(broker, "cert").map((part) => pem(files.certificate, part)),
    ...ownPart(broker, "key").map((part) => pem(files.privateKey, part)),
    ...knownBy(broker).map((part) => pem(files.authority, part)),
  ];
}

/** Who signed what a broker shows to those who dial it, where that is not the mesh's own authority. */
export function knownBy(broker: Broker): readonly GivenReference[] {
  return ownPart(broker, "ca");
}

/** Whether a broker shows a certificate of its own, and none of the mesh. */
export function hasOwnCertificate({ certificate }: Broker): boolean {
  return certificate !== undefined;
}

/** By what targets are known: the mesh's authority, where one of them shows what that signed, and their own ones. */
export function authoritiesOf(
  targets: readonly Broker[],
): readonly (CertificateReference | GivenReference)[] {
  const ours: readonly CertificateReference[] = targets.every(hasOwnCertificate)
    ? []
    : [{ kind: "authority", of: "servers" }];
  return [...ours, ...targets.flatMap(knownBy)];
}

/** A file of certificates that all may read, or of a private key that its owner may. */
export function pem(path: string, ...parts: readonly (CertificateReference | GivenReference)[]): ConfigFile {
  return { path, mode: parts.some(isPrivate) ? 0o400 : 0o444, parts };
}

function ownPart({ name, certificate }: Broker, part: CertificatePart): readonly GivenReference[] {
  return certificate ? [{ kind: "given", of: certificate[part], broker: name, part }] : [];
}

function isPrivate(reference: CertificateReference | GivenReference): boolean {
  return reference.kind === "given" ? reference.part === "key" : reference.kind === "privateKey";
}
