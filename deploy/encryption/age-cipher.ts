import { failure, success } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import type { Cipher } from "./cipher.ts";
import { secretClosed } from "./codes.ts";
import { findPrivateKeys, type PrivateKeys } from "./private-keys.ts";

/** How every file of age begins. */
const beginning = new TextEncoder().encode("age-encryption.org/");

/** Encrypts with age; its library is loaded once there is something to encrypt or to decrypt. */
export function ageCipher(host: Host): Cipher {
  const known = new Map<string, Uint8Array>();
  let keys: PrivateKeys | undefined;
  return {
    isEncrypted: (bytes) => beginning.every((byte, index) => bytes[index] === byte),
    async encrypt(bytes, recipients) {
      const { encrypt } = await import("./age.ts");
      return encrypt(bytes, recipients);
    },
    async decrypt(bytes, what) {
      // One run reads a secret several times, and opening it takes milliseconds.
      const name = Buffer.from(bytes).toString("base64");
      const before = known.get(name);
      if (before) return success(before);
      const found = keys ? success(keys) : await findPrivateKeys(host, what);
      if (!found.ok) return found;
      keys = found.value;
      const { decrypt } = await import("./age.ts");
      const opened = await decrypt(bytes, keys.keys);
      if (opened === "closed") return failure(secretClosed, { what, from: keys.from });
      if (opened !== "damaged") known.set(name, opened);
      return success(opened);
    },
  };
}
