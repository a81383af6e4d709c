import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import type { CertificatePart } from "../../compiler/model/workload.ts";

/** A certificate as the user keeps it, PEM. The key is secret. */
export type GivenCertificate = { readonly [part in CertificatePart]: string };

/** What is wrong with a part of a certificate, in words of ours. */
export interface CertificateFault {
  readonly part: CertificatePart;
  readonly why: string;
}

/** What a given certificate is checked for. */
export interface CertificateUse {
  /** DNS names and addresses by which it is dialed. */
  readonly names: readonly string[];
  readonly now: Date;
}

/**
 * Checks that a broker can show a certificate and that those who dial it take it: its key belongs to it, one of its
 * `ca` signed it or what it is followed by, it holds now, for servers and for every name. What is returned is nothing
 * but certificates and the key, whatever else stood in the files: a key beside a certificate is read by nobody.
 */
export function checkGiven(
  given: GivenCertificate,
  use: CertificateUse,
): GivenCertificate | readonly CertificateFault[] {
  const shown = certificatesIn(given.cert);
  const authorities = certificatesIn(given.ca);
  const key = keyIn(given.key);
  const [own, ...between] = shown;
  if (!own || authorities.length === 0 || typeof key === "string") {
    return [
      ...(own ? [] : [{ part: "cert", why: "what `cert` leads to is no certificate in PEM" } as const]),
      ...(authorities.length > 0
        ? []
        : [{ part: "ca", why: "what `ca` leads to is no certificate in PEM" } as const]),
      ...(typeof key === "string" ? [{ part: "key", why: key } as const] : []),
    ];
  }
  const faults = [
    ...keyFaults(own, key),
    ...timeFaults(own, use.now),
    ...signerFaults(own, between, authorities, use.now),
    ...useFaults(own, use.names),
  ];
  if (faults.length > 0) return faults;
  return {
    cert: shown.map(String).join(""),
    key: key.export({ type: "pkcs8", format: "pem" }).toString(),
    ca: authorities.map(String).join(""),
  };
}

function certificatesIn(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    return [];
  }
}

function keyIn(pem: string): KeyObject | string {
  const [block] =
    pem.match(/-----BEGIN ([A-Z]+ )?PRIVATE KEY-----[^-]*-----END ([A-Z]+ )?PRIVATE KEY-----/) ?? [];
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED/.test(pem)) {
    return "what `key` leads to is encrypted with a passphrase, which a broker could not be asked for";
  }
  try {
    return createPrivateKey(block ?? "");
  } catch {
    return "what `key` leads to is no private key in PEM";
  }
}

function keyFaults(own: X509Certificate, key: KeyObject): readonly CertificateFault[] {
  return own.checkPrivateKey(key) ? [] : [{ part: "key", why: "`key` does not belong to `cert`" }];
}

function timeFaults(own: X509Certificate, now: Date): readonly CertificateFault[] {
  const day = (time: string) => new Date(time).toISOString().slice(0, 10);
  if (Date.parse(own.validTo) < now.getTime()) {
    return [{ part: "cert", why: `it ran out on ${day(own.validTo)}` }];
  }
  if (Date.parse(own.validFrom) <= now.getTime()) return [];
  return [{ part: "cert", why: `it holds only from ${day(own.validFrom)} on` }];
}

function signerFaults(
  own: X509Certificate,
  between: readonly X509Certificate[],
  authorities: readonly X509Certificate[],
  now: Date,
): readonly CertificateFault[] {
  const holds = ({ validFrom, validTo }: X509Certificate) =>
    Date.parse(validFrom) <= now.getTime() && now.getTime() <= Date.parse(validTo);
  let signed = own;
  for (const _ of [own, ...between]) {
    const signer = authorities.find(
      (each) => each.fingerprint256 === signed.fingerprint256 || signs(each, signed),
    );
    if (signer && !holds(signer))
      return [{ part: "ca", why: "who signed it, `ca`, has run out or does not hold yet" }];
    if (signer) return isRooted(signer, authorities) ? [] : [{ part: "ca", why: unrooted }];
    const next = between.find((each) => holds(each) && signs(each, signed));
    if (!next) break;
    signed = next;
  }
  const why = "none of `ca` signed it; what lies between the two belongs into `cert`, behind the certificate";
  return [{ part: "ca", why }];
}

const unrooted =
  "`ca` does not lead up to an authority that signed itself, without which clients of Node.js refuse it; add who signed `ca`";

/** Clients of Node.js take no chain that ends elsewhere; those of Go would. */
function isRooted(top: X509Certificate, authorities: readonly X509Certificate[]): boolean {
  let above: X509Certificate | undefined = top;
  for (const _ of authorities) {
    const signed: X509Certificate | undefined = above;
    if (!signed || (signed.checkIssued(signed) && signed.verify(signed.publicKey)))
      return signed !== undefined;
    above = authorities.find((each) => each !== signed && signs(each, signed));
  }
  return false;
}

function signs(signer: X509Certificate, signed: X509Certificate): boolean {
  return signer.ca && signed.checkIssued(signer) && signed.verify(signer.publicKey);
}

const forServers = ["1.3.6.1.5.5.7.3.1", "2.5.29.37.0"];

function useFaults(own: X509Certificate, names: readonly string[]): readonly CertificateFault[] {
  const uses: readonly string[] | undefined = own.keyUsage;
  if (uses && !forServers.some((use) => uses.includes(use))) {
    return [{ part: "cert", why: "it is not for servers (extended key usage serverAuth)" }];
  }
  const missing = names.filter((name) => !says(own, name));
  if (missing.length === 0) return [];
  return [{ part: "cert", why: `it does not hold for ${missing.join(" and ")}, as which it is dialed here` }];
}

/** It takes only an address for an address, and a common name for no name. */
function says(own: X509Certificate, name: string): boolean {
  return isIP(name) > 0
    ? own.checkIP(name) !== undefined
    : own.checkHost(name, { subject: "never" }) !== undefined;
}
