import { natsValue, type NatsValue } from "../../kit/nats-value.ts";
import type { Broker } from "../../../compiler/model/mesh.ts";
import type { Authority, ConfigFile } from "../../../compiler/model/workload.ts";
import { authoritiesOf, hasOwnCertificate, pem } from "../../kit/shown-certificates.ts";
import { tlsFiles } from "./files.ts";

/** How a listener, or a link that dials, speaks TLS: with whose certificate, and whom it lets in. */
export interface TlsBlock {
  readonly certificate: string;
  readonly privateKey: string;
  /** File with the certificates of who has to have signed what the other side shows; absent where it shows nothing. */
  readonly knows?: string;
}

/** Seconds for a handshake; the server's own two are too few where a machine has much to do. */
const handshakeSeconds = 5;

/** A block `tls`. The server looks for these files in its working folder, which is the instance's. */
export function printTls({ certificate, privateKey, knows }: TlsBlock): NatsValue {
  return natsValue({
    cert_file: certificate,
    key_file: privateKey,
    ...(knows !== undefined && { ca_file: knows, verify: true }),
    timeout: handshakeSeconds,
  });
}

/** What an instance shows within its cluster and to other hubs, by which these know it as one of the mesh. */
export function meshTls(): TlsBlock {
  const { certificate, privateKey, authorityOf } = tlsFiles;
  return { certificate, privateKey, knows: authorityOf("servers") };
}

/** What an instance shows to clients and leaf links: the broker's own certificate, where it has one. */
export function shownTls(hasOwn: boolean, knows?: Authority): TlsBlock {
  const { certificate, privateKey } = hasOwn ? tlsFiles.given : tlsFiles;
  return { certificate, privateKey, ...(knows && { knows: tlsFiles.authorityOf(knows) }) };
}

/** What a link shows where it dials, and by what it knows its targets. */
export function linkTls(link: string, targets: readonly Broker[]): TlsBlock {
  const { certificateOf, privateKeyOf, authoritiesOf, authorityOf } = tlsFiles;
  const knows = targets.some(hasOwnCertificate) ? authoritiesOf(link) : authorityOf("servers");
  return { certificate: certificateOf(link), privateKey: privateKeyOf(link), knows };
}

/** The files of an instance's certificate of the mesh, where it shows that to anybody, and of those who signed others'. */
export function printInstanceCertificate(
  of: string,
  dialedBy: readonly string[],
  isShown: boolean,
  knows: readonly Authority[],
): readonly ConfigFile[] {
  const shown = [
    pem(tlsFiles.certificate, { kind: "certificate", of, dialedBy }),
    pem(tlsFiles.privateKey, { kind: "privateKey", of, dialedBy }),
  ];
  return [...(isShown ? shown : []), ...knows.map(printAuthority)];
}

/** The file by which an instance knows those whom an authority signed. */
export function printAuthority(of: Authority): ConfigFile {
  return pem(tlsFiles.authorityOf(of), { kind: "authority", of });
}

/** The files of the certificate that a link shows where it dials, and of those by whom it knows targets with their own. */
export function printLinkCertificate(link: string, targets: readonly Broker[]): readonly ConfigFile[] {
  const of = `link.${link}`;
  return [
    pem(tlsFiles.certificateOf(link), { kind: "certificate", of, dialedBy: [] }),
    pem(tlsFiles.privateKeyOf(link), { kind: "privateKey", of, dialedBy: [] }),
    ...(targets.some(hasOwnCertificate)
      ? [pem(tlsFiles.authoritiesOf(link), ...authoritiesOf(targets))]
      : []),
  ];
}
