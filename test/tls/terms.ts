import type { CertificateTerms } from "../../deploy/certificates/certify.ts";

const day = 24 * 60 * 60 * 1_000;

/** What a certificate of a test says: for how many days from now on (fewer than none = it ran out), and for which names. */
export function terms(name: string, days: number, dialedBy: readonly string[] = []): CertificateTerms {
  const now = Date.now();
  const serial = crypto.getRandomValues(new Uint8Array(16));
  return { name, dialedBy, notBefore: new Date(now - 9 * day), notAfter: new Date(now + days * day), serial };
}
