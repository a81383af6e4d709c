import { X509Certificate, createPrivateKey } from "node:crypto";
import { isIP } from "node:net";
import type { Certified } from "./pem.ts";

/**
 * Whether a certificate can go on being shown: its authority signed it, its key belongs to it, it says exactly these
 * names, it holds, and more than a third of its time is left.
 */
export function stillGood(
  { certificate, privateKey }: Certified,
  authority: string,
  names: readonly string[],
  now: Date,
): boolean {
  try {
    const shown = new X509Certificate(certificate);
    const signer = new X509Certificate(authority);
    const isSigned = shown.checkIssued(signer) && shown.verify(signer.publicKey);
    if (!isSigned || !shown.checkPrivateKey(createPrivateKey(privateKey))) return false;
    const [from, to] = [Date.parse(shown.validFrom), Date.parse(shown.validTo)];
    // One that a clock made which was ahead holds for nobody yet.
    return from <= now.getTime() && saysExactly(shown, names) && (to - now.getTime()) * 3 > to - from;
  } catch {
    return false;
  }
}

function saysExactly(certificate: X509Certificate, names: readonly string[]): boolean {
  const said = (certificate.subjectAltName ?? "").split(", ").length;
  // It takes only an address for an address, and throws at anything else.
  const says = (name: string) => (isIP(name) > 0 ? certificate.checkIP(name) : certificate.checkHost(name));
  return said === names.length && names.every((name) => says(name) !== undefined);
}
