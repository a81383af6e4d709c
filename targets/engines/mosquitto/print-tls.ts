import type { Broker } from "../../../compiler/model/mesh.ts";
import type {
  CertificatePart,
  CertificateReference,
  ConfigFile,
  GivenReference,
} from "../../../compiler/model/workload.ts";
import { tlsFiles } from "./files.ts";

/**
 * The files of what an instance shows to who dials it: the broker's own certificate where it has one, else one of the
 * mesh. A reload takes new ones in (2.0.11).
 */
export function printShownCertificate(
  broker: Broker,
  instance: string,
  dialedBy: readonly string[],
): readonly ConfigFile[] {
  const { certificate, privateKey, given } = tlsFiles;
  if (!broker.certificate)
    return [
      pem(certificate, { kind: "certificate", of: instance, dialedBy }),
      pem(privateKey, { kind: "privateKey", of: instance, dialedBy }),
    ];
  return [
    ...ownPart(broker, "cert").map((part) => pem(given.certificate, part)),
    ...ownPart(broker, "key").map((part) => pem(given.privateKey, part)),
    ...knownBy(broker).map((part) => pem(given.authority, part)),
  ];
}

/** Who signed what a broker shows, where that is not the mesh's own authority. */
export function knownBy(broker: Broker): readonly GivenReference[] {
  return ownPart(broker, "ca");
}

/** The file by which a bridge knows its targets: the mesh's authority, and those of targets with a certificate of their own. */
export function printAuthorities(link: string, targets: readonly Broker[]): ConfigFile {
  const isOurs = targets.some(({ certificate }) => certificate === undefined);
  const ours: readonly CertificateReference[] = isOurs ? [{ kind: "authority", of: "servers" }] : [];
  return pem(tlsFiles.authoritiesOf(link), ...ours, ...targets.flatMap(knownBy));
}

function ownPart({ name, certificate }: Broker, part: CertificatePart): readonly GivenReference[] {
  return certificate ? [{ kind: "given", of: certificate[part], broker: name, part }] : [];
}

function pem(path: string, ...parts: readonly (CertificateReference | GivenReference)[]): ConfigFile {
  return { path, mode: parts.some(isPrivate) ? 0o400 : 0o444, parts };
}

function isPrivate(reference: CertificateReference | GivenReference): boolean {
  return reference.kind === "given" ? reference.part === "key" : reference.kind === "privateKey";
}
