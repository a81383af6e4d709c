import { natsValue, type NatsValue } from "../../kit/nats-value.ts";
import type { Authority, CertificateReference, ConfigFile } from "../../../compiler/model/workload.ts";
import { tlsFiles } from "./files.ts";

/** How a listener, or a link that dials, speaks TLS: with whose certificate, and whom it lets in. */
export interface TlsBlock {
  readonly certificate: string;
  readonly privateKey: string;
  /** Who has to have signed what the other side shows; absent where it shows nothing. */
  readonly knows?: Authority;
}

/** Seconds for a handshake; the server's own two are too few where a machine has much to do. */
const handshakeSeconds = 5;

/** A block `tls`. The server looks for these files in its working folder, which is the instance's. */
export function printTls({ certificate, privateKey, knows }: TlsBlock): NatsValue {
  return natsValue({
    cert_file: certificate,
    key_file: privateKey,
    ...(knows && { ca_file: tlsFiles.authorityOf(knows), verify: true }),
    timeout: handshakeSeconds,
  });
}

/** What an instance shows to whoever connects to it, and to whom it connects within a cluster and between hubs. */
export function instanceTls(knows?: Authority): TlsBlock {
  const { certificate, privateKey } = tlsFiles;
  return { certificate, privateKey, ...(knows && { knows }) };
}

/** What a link shows where it dials. */
export function linkTls(link: string): TlsBlock {
  const { certificateOf, privateKeyOf } = tlsFiles;
  return { certificate: certificateOf(link), privateKey: privateKeyOf(link), knows: "servers" };
}

/** The files of an instance's own certificate, and of those who signed what others show. */
export function printInstanceCertificate(
  of: string,
  dialedBy: readonly string[],
  knows: readonly Authority[],
): readonly ConfigFile[] {
  return [
    pem(tlsFiles.certificate, { kind: "certificate", of, dialedBy }),
    pem(tlsFiles.privateKey, { kind: "privateKey", of, dialedBy }),
    ...knows.map(printAuthority),
  ];
}

/** The file by which an instance knows those whom an authority signed. */
export function printAuthority(of: Authority): ConfigFile {
  return pem(tlsFiles.authorityOf(of), { kind: "authority", of });
}

/** The files of the certificate that a link shows where it dials. */
export function printLinkCertificate(link: string): readonly ConfigFile[] {
  const of = `link.${link}`;
  return [
    pem(tlsFiles.certificateOf(link), { kind: "certificate", of, dialedBy: [] }),
    pem(tlsFiles.privateKeyOf(link), { kind: "privateKey", of, dialedBy: [] }),
  ];
}

function pem(path: string, reference: CertificateReference): ConfigFile {
  return { path, mode: reference.kind === "privateKey" ? 0o400 : 0o444, parts: [reference] };
}
