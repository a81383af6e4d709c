import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { newAuthority, newCertificate } from "../../deploy/certificates/certify.ts";
import type { TlsFiles } from "../../targets/engines/connect/connect-link.ts";

/** Names of the files in each folder. */
export const tlsFiles = {
  authority: "authority.pem",
  certificate: "own.pem",
  privateKey: "own-key.pem",
} as const;

/** As the link has them. */
export const linkTls: TlsFiles = {
  authority: tlsFiles.authority,
  own: { certificate: tlsFiles.certificate, privateKey: tlsFiles.privateKey },
};

/** Writes certificates of one new authority into folders of servers on loopback, and of who dials them. */
export async function writeCertificates(
  servers: readonly string[],
  dialing: readonly string[],
): Promise<void> {
  const authority = await newAuthority(terms("authority"));
  const write = async (folder: string, dialedBy: readonly string[]) => {
    const made = await newCertificate(authority, { ...terms("end"), dialedBy });
    writeFileSync(join(folder, tlsFiles.authority), authority.certificate);
    writeFileSync(join(folder, tlsFiles.certificate), made.certificate);
    writeFileSync(join(folder, tlsFiles.privateKey), made.privateKey, { mode: 0o600 });
  };
  await Promise.all([
    ...servers.map((folder) => write(folder, ["127.0.0.1", "localhost"])),
    ...dialing.map((folder) => write(folder, [])),
  ]);
}

function terms(name: string) {
  const day = 24 * 3_600_000;
  const now = Date.now();
  return {
    name,
    notBefore: new Date(now - day),
    notAfter: new Date(now + day),
    serial: new Uint8Array(randomBytes(16)),
  };
}
