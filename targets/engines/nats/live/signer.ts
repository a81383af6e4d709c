import { createPrivateKey, sign } from "node:crypto";
import { fromSeed } from "@nats-io/nkeys";

/** What somebody with a key shows who logs in. */
export interface Signer {
  readonly publicKey: string;
  /** Signs what a server gives to sign; in base64url, as the protocol takes it. */
  sign(nonce: string): string;
}

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410, 7). */
const head = Buffer.from("302e020100300506032b657004220420", "hex");
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

const signers = new Map<string, Signer>();

/**
 * Who signs with a seed. The library that makes keys takes some 20 ms for each signature, which is too much for thousands
 * of logins; node takes less than a tenth of one.
 */
export function signerOf(seed: string): Signer {
  const known = signers.get(seed);
  if (known) return known;
  // A seed is two bytes of what it is for, then the key, then two to check it by (nkeys).
  const der = Buffer.concat([head, decoded(seed).subarray(2, 34)]);
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const signer: Signer = {
    publicKey: fromSeed(new TextEncoder().encode(seed)).getPublicKey(),
    sign: (nonce) => sign(null, Buffer.from(nonce), key).toString("base64url"),
  };
  signers.set(seed, signer);
  return signer;
}

/** Base32 without padding (RFC 4648, 6). */
function decoded(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const letter of text) {
    value = (value << 5) | alphabet.indexOf(letter);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >> bits) & 255);
    value &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}
