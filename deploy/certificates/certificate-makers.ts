import type { Host } from "../host/host.ts";
import type { CertificateMakers } from "./ensure-certificates.ts";

const day = 24 * 60 * 60 * 1_000;
/** How long an authority and a certificate hold, and how far back, for clocks that are behind. */
const lifetime = { authority: 10 * 365 * day, certificate: 365 * day, before: day };

/** Makes keys and certificates with a host's clock and randomness. What makes them is loaded once it is needed. */
export function certificateMakers({ now, randomBytes }: Host, mesh: string): CertificateMakers {
  const terms = (name: string, milliseconds: number) => {
    const at = now().getTime();
    const notBefore = new Date(at - lifetime.before);
    return { name, notBefore, notAfter: new Date(at + milliseconds), serial: randomBytes(16) };
  };
  return {
    now: now(),
    async newAuthority(of) {
      const { newAuthority } = await import("./certify.ts");
      return newAuthority(terms(`${mesh} ${of}`, lifetime.authority));
    },
    async newCertificate(authority, of, dialedBy) {
      const { newCertificate } = await import("./certify.ts");
      return newCertificate(authority, { ...terms(of, lifetime.certificate), dialedBy });
    },
  };
}
