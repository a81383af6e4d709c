import type { webcrypto } from "node:crypto";
import { Certificate } from "pkijs";

/** A certificate and its private key, both as PEM (RFC 7468); the key is secret. */
export interface Certified {
  readonly certificate: string;
  readonly privateKey: string;
}

/** What keys are made for: a curve of ECDSA. */
export type Curve = { readonly name: "ECDSA"; readonly namedCurve: "P-256" };

/** A new pair of keys that sign. */
export async function newKeys(curve: Curve): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(curve, true, ["sign", "verify"]);
}

/** A certificate and its key, written out. */
export async function exportCertified(
  certificate: Certificate,
  privateKey: webcrypto.CryptoKey,
): Promise<Certified> {
  const key = await crypto.subtle.exportKey("pkcs8", privateKey);
  return {
    certificate: pem("CERTIFICATE", certificate.toSchema(true).toBER(false)),
    privateKey: pem("PRIVATE KEY", key),
  };
}

/** An authority read back; rejects where it is none. */
export async function readAuthority({ certificate, privateKey }: Certified, curve: Curve) {
  return {
    certificate: Certificate.fromBER(bytesOf(certificate)),
    privateKey: await crypto.subtle.importKey("pkcs8", bytesOf(privateKey), curve, false, ["sign"]),
  };
}

function pem(label: string, bytes: ArrayBuffer): string {
  const lines =
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text.replaceAll(/-----[^-]+-----/g, ""), "base64"));
}
