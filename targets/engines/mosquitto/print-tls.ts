import type { Broker } from "../../../compiler/model/mesh.ts";
import type { ConfigFile } from "../../../compiler/model/workload.ts";
import { authoritiesOf, hasOwnCertificate, pem, printOwnCertificate } from "../../kit/shown-certificates.ts";
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
  if (hasOwnCertificate(broker)) return printOwnCertificate(broker, given);
  return [
    pem(certificate, { kind: "certificate", of: instance, dialedBy }),
    pem(privateKey, { kind: "privateKey", of: instance, dialedBy }),
  ];
}

/** The file by which a bridge knows its targets: the mesh's authority, and those of targets with a certificate of their own. */
export function printAuthorities(link: string, targets: readonly Broker[]): ConfigFile {
  return pem(tlsFiles.authoritiesOf(link), ...authoritiesOf(targets));
}
